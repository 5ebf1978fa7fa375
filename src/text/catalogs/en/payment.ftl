# The pay button, with verb and amount.
pay = Pay { $amount }

# The pay button when nothing is due.
confirm-free = Confirm upgrade, nothing to pay

# While the payment runs.
paying = Paying …

# While an upgrade is confirmed with nothing due.
confirming = Confirming …

# Shown after ten seconds of paying.
payment-takes-long = This is taking longer than usual. You are charged at most once, whatever happens to this page. You can close it and return to the subscription page later.

# The countdown; clock is minutes and seconds, "14:59".
price-valid-for = This price is valid for { $clock }

# The countdown's end.
price-expired = This quote has expired. Get a new price. Nothing you entered is lost.

# Less than a minute left.
price-expires-soon = This price is valid for less than a minute. You can extend it.

# The one action that extends.
extend-price = Extend

# The sealed amount differs from the estimate.
amount-differs = The amount is { $sealed }; the estimate was { $estimate }. { $reason }

# Reason: midnight UTC passed.
reason-new-day = A new day (UTC) has begun, so one day fewer is left in the period.

# Reason: seconds passed.
reason-seconds =
    { $seconds ->
        [one] { $seconds } second has passed since the estimate.
       *[other] { $seconds } seconds have passed since the estimate.
    }

# Reason: the subscription changed.
reason-changed = The subscription has changed.

# Reason: price list, tax or balance.
reason-prices = Prices, tax or the account balance have changed.

# Title: another person changed the subscription first.
subscription-changed = The subscription has changed

# A colleague changed the subscription: who, when, what, the old amount and the new one.
subscription-changed-by = { $name } changed it from { $before } to { $after } on { $at }. You were not charged. The amount was { $was }; for the same total it is now { $is }.

# The same, if the requested total has no amount any more.
subscription-changed-by-no-amount = { $name } changed it from { $before } to { $after } on { $at }. You were not charged. The amount of { $was } no longer applies.

# Link back to the upgrading page.
choose-upgrade-again = Choose the upgrade again

# Title: another payment is in progress.
attempt-open = A payment is in progress

# Title: a fresh price.
amount-changed = The amount has changed

# The old amount and the new one.
amount-changed-body = The amount was { $was } and is now { $is }. Check it before you pay.

# Title: the pay button showed another amount than the sealed one.
amount-not-shown-title = Check the amount

# The same: nothing was charged, what to do.
amount-not-shown-body = The Pay button did not show the amount of this quote. You were not charged. Check the amount on the button, then pay.

# Title: the pay button shows another amount for the second time.
translation-title = Turn off translation

# The same: nothing was charged, what to do.
translation-body = A translation or an extension in your browser changed the amount on this page. You were not charged. Turn it off for this page, then pay.

# Title: no answer.
outcome-unknown = We do not know yet whether this payment succeeded

# What to do about it.
outcome-unknown-body = Do not pay again. We keep checking and show the result here. You can close this page and return to the subscription page later.

# Title: charged, and a person must decide.
charged-not-applied = Your card was charged, but the upgrade has not been applied yet

# What to do about it.
charged-not-applied-body = We could not apply the upgrade. Our team is checking the payment. Do not pay again. Contact support and give the reference below.

# Title: a person decided against the upgrade after a charge.
upgrade-not-applied = The upgrade was not applied

# What to do about it.
upgrade-not-applied-body = Your card was charged for this payment. Contact support about a refund and give the reference below. You can start the upgrade again.

# Title: the buyer asked to cancel.
canceling = This payment is being canceled

# What happens next.
canceling-body = We are canceling this payment. If it was charged first, your receipt opens here.

# Title: the request has not arrived; it may have been lost.
not-received = We have not received your payment yet

# What to do: the same payment is sent again with the same idempotency key.
not-received-body = It may still arrive. Check the amount, then use the Pay button on this page only. It sends the same payment, and you are charged only once.

# Title: refused by bank or card.
declined-title = The payment was declined. You were not charged.

# Why the payment was declined, and what to do.
declined-generic = Your bank gave no reason. Contact your bank, or use another card.

# Why the payment was declined, and what to do.
declined-insufficient-funds = The card has insufficient funds. Use another card, or contact your bank.

# Why the payment was declined, and what to do.
declined-confirmation-failed = The confirmation at your bank failed or was refused. Try again, or use another card.

# Why the payment was declined, and what to do.
declined-expired-card = The card has expired. Use another card.

# Link back to editing.
back-to-edit = Back to TestCloud Upgrading

# Link past a refused code.
continue-without-code = Continue without the code

# Link that edits one group of the review.
edit = Edit

# Group: what changes.
change = What changes

# Group: how it is paid.
payment = Payment

# Row: from what to what.
upgrade = Upgrade

# Row: whose subscription.
organization = Organization

# Row: the organization's number for taxes.
tax-id = Tax ID

# Row: who pays.
paid-by = Paid by

# No card on file.
no-card = There is no card on file.

# The card on file has expired.
card-expired = This card has expired. Use another card.

# Opens the payment provider’s page for another card.
use-another-card = Use another card

# The same when there is no card.
add-card = Add a card

# Nothing is due.
nothing-due = Nothing is due today, so no card is charged.

# Missing: the confirmation of the annual commitment.
commitment-not-confirmed = Confirm the annual commitment.

# Missing: a card.
card-missing = Add a card.

# Missing: a valid card.
card-is-expired = Use a card that has not expired.

# Missing: a quote that has not expired.
quote-has-expired = The quote has expired. Get a new price first.

# Missing: a connection.
offline = You are offline. You can pay when you are online again.

# While a fresh price is being fetched.
updating-price = Updating price …

# Below the pay button.
pay-note = The upgrade takes effect as soon as the payment succeeds. No refunds.

# The same with nothing due.
free-note = The upgrade takes effect as soon as you confirm.

# Title of the page that follows a payment.
attempt-title = Your payment

# Title of the receipt.
receipt-title = Receipt

# The receipt with its number.
receipt-number = Receipt { $number }

# Title: the bank asks.
bank-confirmation-required = Your bank asks you to confirm this payment

# What to do about it.
bank-confirmation-required-body = Confirm on your bank’s page within 15 minutes, then return here. If you have already confirmed, wait here for the result.

# Link to the bank's page.
continue-to-bank = Continue to your bank

# Cancels the payment.
cancel-payment = Cancel payment

# Title: paid.
paid = Paid

# The receipt follows.
paid-body = You were charged once. The receipt opens in a moment.

# Title: the payment was canceled.
payment-canceled = This payment was not made. You were not charged.

# What to do about it.
payment-canceled-body = The subscription has not changed. You can choose the upgrade again.

# Row: the attempt's id.
reference = Reference

# Row: when the outcome is checked again.
next-check = Next check

# Row: from when the new sessions are available.
effective-from = Effective from

# Row: the amount charged.
charged = Charged

# No card was charged.
no-card-charged = No card was charged

# Row: the quote's hash.
quote-fingerprint = Fingerprint of the quote (SHA-256)

# Row: the gateway's id of the charge.
gateway-reference = Payment reference

# Downloads the receipt.
download-csv = Download CSV

# Downloads the receipt.
download-json = Download JSON

# The account balance before and after.
balance-change = Account balance: { $before } before, { $after } after.

# A card on file: "Visa ending in 4242, expires 12/2030".
card = { $brand } ending in { $last4 }, expires { $expiry }

# The receipt's comparison.
quoted-and-charged = Quoted { $quoted }, charged { $charged }

# Below an unknown outcome: when the page checks again.
next-check-in =
    { $seconds ->
        [one] Checking again in { $seconds } second.
       *[other] Checking again in { $seconds } seconds.
    }

# Announced when the price was extended.
price-extended = The price is valid for another 15 minutes.

# The box in a portal's frame that confirms the payment: the amount and the organization.
pay-consent = Pay { $amount } for { $organization }

# The same, when nothing is due.
pay-consent-free = Upgrade { $organization }, nothing to pay

# The box is not selected.
pay-consent-missing = Select the box to confirm the payment

# Title: the person could not see the Pay button, so nothing was sent.
button-not-visible-title = The payment was not sent

# Why, and what to do.
button-not-visible = The amount or the Pay button was covered or not fully in view for half a second. Check that you can see both, then press the button again.

# In a frame, below the button to the bank's page.
bank-opens-in-new-tab = Your bank's page opens in a new tab. The result appears here.

# The list of refunds and disputes on a receipt, for screen readers.
receipt-notes = Refunds and disputes

# A refund of the charge.
refunded = Refunded on { $date }: { $amount }.

# A refund that did not reach the cardholder.
refund-failed = A refund of { $amount } failed. The charge stays.

# The cardholder objected to the charge at the bank.
dispute-open = Disputed at the bank on { $date }: { $amount }. The bank has not decided.

# The bank decided for the cardholder.
dispute-lost = The dispute of { $amount } was lost. The bank returned the amount to the cardholder.

# The bank decided for the seller, or the cardholder withdrew the objection.
dispute-closed = The dispute of { $amount } is closed. The charge stays.
