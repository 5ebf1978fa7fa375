# A call failed: offline.
offline-title = The billing service cannot be reached

# What to do about it.
offline = Check your connection and try again. What you entered is still here.

# A call failed: timeout.
timeout-title = The billing service is not answering

# What to do about it.
timeout = It took too long. What you entered is still here; try again in a moment.

# A call failed: signed out.
signed-out-title = You are signed out

# What to do about it.
signed-out = Sign in again; you come back to this page.

# Sign-in succeeded, but the browser did not keep the session cookie.
cookies-blocked-title = Cookies are blocked

# What to do about it.
cookies-blocked = Your browser refused the session cookie, so you are not signed in. Allow cookies for this site, then sign in again.

# A call failed: malformed.
malformed-title = The answer could not be read

# What to do about it.
malformed = The billing service answered in an unexpected way. Try again; if it goes on, ask for help.

# The service refused: credentials wrong.
credentials-wrong-title = That did not work

# What to do about it.
credentials-wrong = E-mail and password do not belong together. Check both and try again.

# The service refused: role required.
role-required-title = Not with your role

# What to do about it.
role-required = Only an Owner or a Billing Manager of this organization may do this.

# The service refused: not found.
not-found-title = Not found

# What to do about it.
not-found = It does not exist, or it belongs to an organization you are not a member of.

# The service refused: rate limited.
rate-limited-title = Too many tries

# What to do about it.
rate-limited = Wait a minute, then try again. What you entered is still here.

# The service refused: too many declines.
too-many-declines-title = Too many declined payments

# What to do about it. It follows a sentence about money.
too-many-declines = Contact your bank about the declined payments. You can pay again in an hour at the latest.

# The service refused: too many cards.
too-many-cards-title = Too many cards

# What to do about it.
too-many-cards = The card on file has not changed. Wait a few minutes, then enter the card again.

# The service refused: subscription canceled.
subscription-canceled-title = Automatic renewal is off

# What to do about it.
subscription-canceled = The subscription runs to its end. Reactivate it on the TestCloud Subscription page, then upgrade.

# The service refused: subscription past due.
subscription-past-due-title = The last renewal is unpaid

# What to do about it.
subscription-past-due = Replace the card on the TestCloud Subscription page; the renewal is then tried again.

# The service refused: subscription ended.
subscription-ended-title = This subscription has ended

# What to do about it.
subscription-ended = It cannot be changed any more. Ask for a new one.

# The service refused: a renewal is in progress.
renewal-in-progress-title = The renewal is being processed

# What to do about it.
renewal-in-progress = The payment for the next period is not complete yet. You can upgrade when it is. If this takes longer than a day, contact support.

# The service refused: subscription unchanged.
subscription-unchanged-title = Nothing to change

# What to do about it.
subscription-unchanged = The subscription is already that way. Reload the page to see it as it is.

# The service refused: amount above gateway limit.
amount-above-gateway-limit-title = The amount is above what can be charged at once

# What to do about it.
amount-above-gateway-limit = Take fewer sessions in one step, or ask for an invoice.

# The service refused: acknowledgement required.
acknowledgement-required-title = One tick is missing

# What to do about it.
acknowledgement-required = Confirm that annual billing cannot go back to monthly before its end.

# The service refused: attempt open.
attempt-open-title = A payment is under way

# What to do about it.
attempt-open = Wait until it has ended; another one cannot begin before that.

# The service refused: attempt unknown.
attempt-unknown-title = We have not received this payment

# What to do about it.
attempt-unknown = It may still arrive.

# The service refused: attempt not cancelable.
attempt-not-cancelable-title = This payment can no longer be given up

# What to do about it.
attempt-not-cancelable = It has ended, or the bank is already deciding on it.

# The service refused: quote already paid.
quote-already-paid-title = This price was paid already

# What to do about it.
quote-already-paid = The receipt is on the TestCloud Subscription page.

# The service refused: quote expired.
quote-expired-title = This price no longer holds

# What to do about it.
quote-expired = Check the new one before you pay.

# The service refused: expected due mismatch.
expected-due-mismatch-title = The price has changed

# What to do about it.
expected-due-mismatch = Check the new one before you pay.

# The service refused: version changed.
version-changed-title = The subscription was changed meanwhile

# What to do about it.
version-changed = Check what is left to upgrade before you pay.

# The service refused: payment method missing.
payment-method-missing-title = A card is needed

# What to do about it.
payment-method-missing = Add one, then pay.

# The service refused: payment method expired.
payment-method-expired-title = The card has expired

# What to do about it.
payment-method-expired = Use another one, then pay.

# The service refused: payment method changed.
payment-method-changed-title = The card on file was replaced

# What to do about it.
payment-method-changed = Check which card is charged now, then pay.

# The service refused: payment method refused.
payment-method-refused-title = The card could not be saved

# What to do about it.
payment-method-refused = Enter it again, or use another one. The card on file stays as it was.

# The service refused: payment declined.
payment-declined-title = The payment was declined

# What to do about it.
payment-declined = Use another card, or ask the bank.

# The service refused: gateway unavailable.
gateway-unavailable-title = Payments are not possible right now

# What to do about it.
gateway-unavailable = The payment gateway cannot be reached. Try again in a few minutes.

# The service refused: service unavailable.
service-unavailable-title = The billing service is busy

# What to do about it.
service-unavailable = Try again in a moment. What you entered is still here.

# The service refused: unrecognized.
unrecognized-title = Something went wrong on our side

# What to do about it.
unrecognized = Try again; if it goes on, ask for help and name the reference.

# The service refused: what the page sent was not what it takes.
request-not-accepted-title = The request was not accepted

# What to do about it.
request-not-accepted = This page may be out of date. Reload it and check what you entered.

# The service refused a promotion code; the reason follows.
code-title = The promotion code was not accepted

# The service has no price; the reason follows.
no-price-title = There is no price for this

# Whether money moved: no.
not-charged = You were not charged.

# Whether money moved: yes.
charged-once = The payment went through once; do not pay again.

# Whether money moved: not known.
charge-unknown = We are checking whether the payment went through. Do not pay again.
