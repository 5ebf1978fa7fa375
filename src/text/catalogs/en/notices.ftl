# A call failed: offline.
offline-title = The billing service cannot be reached

# What to do about it.
offline = Check your connection and try again. What you entered is still here.

# A call failed: timeout.
timeout-title = The billing service is not responding

# What to do about it.
timeout = The request took too long. Nothing you entered is lost. Try again in a moment.

# A call failed: signed out.
signed-out-title = You are signed out

# What to do about it.
signed-out = Sign in again to return to this page.

# A payment in a portal was refused: the last sign-in is too long ago.
step-up-required-title = Sign in again

# What to do about it.
step-up-required = Sign in to the portal again, then pay.

# Sign-in succeeded, but the browser did not keep the session cookie.
cookies-blocked-title = Cookies are blocked

# What to do about it.
cookies-blocked = Your browser refused the session cookie, so you are not signed in. Allow cookies for this site, then sign in again.

# A call failed: malformed.
malformed-title = Unexpected response

# What to do about it.
malformed = The billing service sent a response that this page cannot read. Try again. If this continues, contact support.

# The service refused: credentials wrong.
credentials-wrong-title = Wrong e-mail or password

# What to do about it.
credentials-wrong = Check both and try again.

# The service refused: role required.
role-required-title = You do not have permission

# What to do about it.
role-required = Only an Owner or a Billing Manager of this organization can do this.

# The service refused: not found.
not-found-title = Not found

# What to do about it.
not-found = There is nothing at this address, or it belongs to an organization you are not a member of.

# The service refused: rate limited.
rate-limited-title = Too many attempts

# What to do about it.
rate-limited = Try again later. Nothing you entered is lost.

# The service refused: too many declines.
too-many-declines-title = Too many declined payments

# What to do about it. It follows a sentence about money.
too-many-declines = Contact your bank about the declined payments. You can try again in an hour or less.

# The service refused: too many cards.
too-many-cards-title = Too many cards

# What to do about it.
too-many-cards = The card on file has not changed. Wait a few minutes, then add the card again.

# The service refused: subscription canceled.
subscription-canceled-title = Automatic renewal is off

# What to do about it.
subscription-canceled = The subscription ends with the current period. Reactivate it on the TestCloud Subscription page, then upgrade.

# The service refused: subscription past due.
subscription-past-due-title = The last renewal is unpaid

# What to do about it.
subscription-past-due = Save a valid card on the TestCloud Subscription page, and we will try the payment again.

# The service refused: subscription ended.
subscription-ended-title = This subscription has ended

# What to do about it.
subscription-ended = An ended subscription cannot be changed. Contact sales for a new one.

# The service refused: a renewal is in progress.
renewal-in-progress-title = The renewal is being processed

# What to do about it.
renewal-in-progress = The payment for the next period is not complete yet. You can upgrade when it is. If this takes longer than a day, contact support.

# The service refused: subscription unchanged.
subscription-unchanged-title = No change needed

# What to do about it.
subscription-unchanged = The subscription is already in this state. Reload the page to see the current details.

# The service refused: amount above gateway limit.
amount-above-gateway-limit-title = The amount is too large for one payment

# What to do about it.
amount-above-gateway-limit = Add fewer sessions at a time.

# The service refused: acknowledgement required.
acknowledgement-required-title = Confirm the annual commitment

# What to do about it.
acknowledgement-required = Confirm that annual billing cannot be changed back to monthly before the term ends.

# The service refused: attempt open.
attempt-open-title = A payment is in progress

# What to do about it.
attempt-open = Wait until it is complete before you start another one.

# The service refused: attempt unknown.
attempt-unknown-title = We have not received this payment

# What to do about it.
attempt-unknown = The payment may still arrive.

# The service refused: attempt not cancelable.
attempt-not-cancelable-title = This payment can no longer be canceled

# What to do about it.
attempt-not-cancelable = It is complete, or your bank is already processing it.

# The service refused: quote already paid.
quote-already-paid-title = This quote has already been paid

# What to do about it.
quote-already-paid = The receipt is on the TestCloud Subscription page.

# The service refused: quote expired.
quote-expired-title = This quote has expired

# What to do about it.
quote-expired = Check the new price before you pay.

# The service refused: expected due mismatch.
expected-due-mismatch-title = The price has changed

# What to do about it.
expected-due-mismatch = Check the new price before you pay.

# The service refused: version changed.
version-changed-title = The subscription has changed

# What to do about it.
version-changed = Check the upgrade again before you pay.

# The service refused: payment method missing.
payment-method-missing-title = A card is required

# What to do about it.
payment-method-missing = Add a card, then pay.

# The service refused: payment method expired.
payment-method-expired-title = The card has expired

# What to do about it.
payment-method-expired = Use another card, then pay.

# The service refused: payment method changed.
payment-method-changed-title = The card on file has changed

# What to do about it.
payment-method-changed = Check which card will be charged, then pay.

# The service refused: setup unfinished.
setup-unfinished-title = No card was saved

# What to do about it.
setup-unfinished = The payment provider’s page was closed or has expired, or the link is not valid. The card on file has not changed. You can add a card again.

# The service refused: payment method refused.
payment-method-refused-title = The card cannot be used

# What to do about it.
payment-method-refused = The payment provider no longer has this card. Add it again, or use another one.

# The service refused: payment declined.
payment-declined-title = The payment was declined

# What to do about it.
payment-declined = Use another card, or contact your bank.

# The service refused: gateway unavailable.
gateway-unavailable-title = Payments are not available right now

# What to do about it.
gateway-unavailable = The payment provider cannot be reached. Wait a few minutes.

# The service refused: service unavailable.
service-unavailable-title = The billing service is busy

# What to do about it.
service-unavailable = Try again in a moment. Nothing you entered is lost.

# The service refused: unrecognized.
unrecognized-title = Something went wrong on our side

# What to do about it.
unrecognized = Try again. If this continues, contact support and give the reference below.

# The service refused a malformed request.
request-not-accepted-title = The request was not accepted

# What to do about it.
request-not-accepted = This page may be out of date. Reload it and check what you entered.

# The service refused a promotion code; the reason follows.
code-title = The promotion code was not accepted

# The service has no price; the reason follows.
no-price-title = No price is available

# Whether money moved: no.
not-charged = You were not charged.

# Whether money moved: yes.
charged-once = The payment succeeded and was charged once. Do not pay again.

# Whether money moved: not known.
charge-unknown = We are checking whether the payment went through. Do not pay again.
