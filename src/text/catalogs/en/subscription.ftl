# Heading.
title = TestCloud Subscription

# The link to the upgrade.
upgrade = Upgrade

# Terms of the facts.
plan = Plan

sessions = Parallel sessions

period = Current period

balance = Account balance

last-upgrade = Last upgrade

# Heading of the facts.
details = Plan and billing

# Price of a session for one period of a cycle (monthly or annual).
price-of-cycle =
    { $cycle ->
        [annual] { $price } a year, billed once a year
       *[monthly] { $price } a month
    }

# From one day to another.
from-to = { $from } to { $to }

# The next amount depends on the price list of that day.
estimate = Estimate at today’s prices

# The next amount of a subscription that does not renew.
no-renewal = None

# Next to the status.
ends = Ends { $date }

# Beside the billing date of an unpaid renewal.
unpaid-since = Unpaid since this date

# A balance in the organization's favour.
balance-credit = Credit, used by the next charge

# A balance against it.
balance-owed = Owed, added to the next charge

# The amount could not be calculated.
unknown-amount = Unknown

# Status of a subscription.
status-active = Active

# Status of a subscription: it runs to its end and does not renew.
status-canceled = Canceled

# Status of a subscription: its last renewal is unpaid.
status-past-due = Past due

# Status of a subscription.
status-ended = Ended

# What an active subscription does at its next billing date.
renews = Renews automatically on { $date }.

# Title beside a canceled subscription.
canceled-title = Automatic renewal is off

# What that means.
canceled = You keep your sessions until { $date }. Reactivate to renew automatically and to upgrade.

# Title beside an unpaid renewal.
past-due-title = The last renewal is unpaid

# What that means.
past-due = The renewal could not be charged. Save a valid card, and we will try the payment again. You cannot upgrade until the renewal is paid.

# The bank wants a person to confirm the unpaid renewal.
confirm-renewal-body = Your bank asks you to confirm the payment of the renewal. Confirm it on your bank’s page, or save another card. You cannot upgrade until the renewal is paid.

# The button that opens the bank’s page.
confirm-renewal = Confirm with your bank

# The button, while the browser leaves for the bank.
opening-bank = Opening your bank’s page …

# Title beside an ended subscription.
ended-title = This subscription has ended

# What that means.
ended = It ran until { $date }. Its receipts remain available here.

# Title of the notice about a payment in progress.
attempt-title = A payment is in progress

# Who pays, how much, and for what.
attempt = A payment by { $by } is not complete: { $amount } for { $after }. You can upgrade when it is complete.

# The link to it.
view-payment = View payment

# Who, and when.
by-at = { $by }, { $at }

# Heading of the requests.
requests = Requested upgrades

# What a request asks for: more sessions.
requested-sessions =
    { $add ->
        [one] { $add } more session
       *[other] { $add } more sessions
    }

# What a request asks for: more sessions and a cycle (monthly or annual).
requested-both =
    { $add ->
        [one] { $add } more session
       *[other] { $add } more sessions
    }, { $cycle ->
        [annual] annual billing
       *[monthly] monthly billing
    }

# What a request asks for: a cycle (monthly or annual).
requested-cycle =
    { $cycle ->
        [annual] Annual billing
       *[monthly] Monthly billing
    }

# What a request asks for, if only its note describes it.
requested-change = A change to the subscription

# Opens the prepared upgrade.
open-request = Open prepared upgrade

# Heading of the card.
card = Card on file

# No card.
no-card = No card on file. Add one to pay for upgrades and renewals.

# Expiry of a card, "12/2030".
expires = Expires { $expiry }

# Expiry of an expired card.
expired = Expired { $expiry }

# The link that replaces the card.
replace-card = Replace card

# The link that adds one.
add-card = Add card

# Heading of the page of the card.
card-title = Payment method

# What the button opens, and what the card is for.
card-page-note = You enter the card on the payment provider’s page, so this service never sees its number. It becomes the card on file and is charged for upgrades you confirm and for renewals.

# The button, while the browser leaves for the payment provider.
opening-card-page = Opening the payment provider’s page …

# In a frame, the link to the payment provider’s page.
continue-to-card-page = Continue to the card page

# In a frame, below the link.
card-page-opens-in-new-tab = The payment provider’s page opens in a new tab. When the card is saved, return to this tab. The card appears here.

# After the return, while the result is read.
checking-card = Checking whether the card was saved …

# Title: no result of the payment provider’s page after half a minute.
card-pending-title = The card is not saved yet

# What to do.
card-pending = The payment provider’s page is still open, or its result has not arrived. Nothing was charged. Finish the page, then try again, or add the card again.

# Saved.
card-saved-title = Card saved

# What it is for.
card-saved = { $card } is on file and pays future charges.

# The renewal was paid with the new card.
renewed = The renewal that was due has been paid. The subscription is active.

# The renewal was not paid with the new card either.
still-past-due = The renewal is still unpaid. Use another card, or contact your bank. After several declined cards, a new card is tried within an hour.

# Heading of the history.
history = History

# No receipt yet.
no-history = No payments yet. Receipts for upgrades and renewals appear here.

# Columns of the history.
date = Date

change = Change

by = By

charged = Charged

receipt = Receipt

# Shows the page before.
newer = Newer

# Shows the page after.
older = Older

# The position in the history.
# $page (Number)
# $pages (Number)
page-of = Page { $page } of { $pages }

# Opens the dialog.
cancel = Cancel subscription

# Heading of the dialog.
cancel-title = Cancel this subscription?

# What cancelling does: until when the sessions run.
cancel-keeps =
    { $sessions ->
        [one] You keep { $sessions } session until { $until }; then it ends.
       *[other] You keep { $sessions } sessions until { $until }; then they end.
    }

# What cancelling does: money.
cancel-no-refund = Nothing is refunded, and no further charge is made.

# What cancelling does: upgrades.
cancel-no-upgrade = You cannot upgrade until you reactivate.

# What cancelling does: how to undo it.
cancel-undo = You can reactivate at any time before { $until } at no cost.

# What cancelling does while a renewal is unpaid.
cancel-unpaid = If the bank has already charged the renewal, your sessions run until the end of the new period. Otherwise they end now and you are not charged.

# Closes the dialog without a change.
keep-subscription = Keep subscription

# Confirms the cancellation.
cancel-confirm = Yes, cancel it

# While the cancellation is sent.
canceling = Canceling …

# Opens the dialog.
reactivate = Reactivate

# Heading of the dialog.
reactivate-title = Reactivate this subscription?

# What reactivating does.
reactivate-renews = It renews automatically on { $date }, for an estimated { $amount }.

# What reactivating does: money today.
reactivate-free = Nothing is charged today. You can cancel again at any time.

# Closes the dialog without a change.
not-now = Not now

# Confirms the reactivation.
reactivate-confirm = Reactivate subscription

# While the reactivation is sent.
reactivating = Reactivating …

# A part of a charge that was refunded or disputed.
returned = { $amount } returned
