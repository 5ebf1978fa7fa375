# Title of the upgrading page.
upgrading-title = TestCloud Upgrading

# Title of the review.
review-title = Review your upgrade

# Name of the plus button.
add-one-session = Add one session

# Name of the minus button.
remove-one-session = Remove one session

# Summary of the promotion disclosure.
have-a-code = I have a promotion code

# Label of the promotion field.
promotion-code = Promotion code

# Heading of the amount.
amount-due-today = Amount due today

# Below the amount: it is not sealed yet.
estimate-note = Estimate at today’s prices. The review holds the price for 15 minutes.

# The button that opens the review.
review-upgrade = Review upgrade

# Shown in place of an amount that cannot be calculated.
no-amount = –

# The sessions after the upgrade: "5 now + 3 more = 8 sessions".
# $now (Number)
# $more (Number)
resulting-sessions =
    { $now } now + { $more } more = { $total ->
        [one] { $total } session
       *[other] { $total } sessions
    }

# The range of the sessions field.
# $most (Number)
# $in-total (Number)
sessions-range = Add 0 to { $most } sessions, up to { $in-total } in total.

# Shown at the plan's limit.
# $most (Number)
at-most-sessions = You can add at most { $most } on this plan.

# Shown at 0 additional sessions.
at-least-sessions = You cannot remove sessions here.

# Nothing typed.
# $most (Number)
entry-empty = Enter the number of sessions to add, from 0 to { $most }.

# Not a whole number.
# $most (Number)
entry-not-whole = Enter a whole number from 0 to { $most }, using digits only.

# Too many.
# $most (Number)
entry-out-of-range = Enter a number from 0 to { $most }. The plan allows no more.

# What one session costs on a cycle (monthly or annual), never only as a monthly equivalent.
cycle-price =
    { $cycle ->
        [annual] { $price } per session, billed once a year
       *[monthly] { $price } per session, billed every month
    }

# What annual saves, in money and per cent.
annual-saving = Saves { $amount } ({ $percent }) in 12 months at today’s prices

# That annual is one-way, and until when.
annual-is-one-way = Annual billing cannot be changed back to monthly. Monthly is available again from { $until }, when the annual term ends.

# On an annual subscription, in place of the choice of a cycle.
already-annual = This subscription is annual until its term ends. Monthly is available again from { $until }.

# The box to tick before annual is paid.
acknowledge-one-way = I understand that annual billing cannot be changed back to monthly before { $until }.

# The button that checks a code.
apply-code = Apply

# While a code is checked.
checking-code = Checking …

# The button that removes a code.
remove-code = Remove

# Column of today.
now = Now

# Column of the subscription after the upgrade.
after-the-upgrade = After the upgrade

# A code is applied.
code-applied = { $code } is applied.

# What a percent code does.
code-effect-percent = { $percent } off the charge for this upgrade.

# What a fixed code does.
code-effect-amount = { $amount } off the charge for this upgrade. Any unused part is lost.

# The effect of a code on renewals; next is an amount, from a date.
code-at-renewal =
    { $renewals ->
        [0] It does not change renewals: { $next } from { $from }.
        [one] It also takes { $percent } off the next renewal: { $next } on { $from }.
       *[other] It also takes { $percent } off the next { $renewals } renewals: { $next } from { $from }.
    }

# Why a code is not used, and what to do.
code-not-started = This code is not valid yet. Try it later, or continue without it.

# Why a code is not used, and what to do.
code-expired = This code has expired. Continue without it, or enter another.

# Why a code is not used, and what to do.
code-currency-mismatch = This code is for another currency. Continue without it, or enter another.

# Why a code is not used, and what to do.
code-cycle-mismatch = This code is for another billing cycle. Choose the other cycle, or continue without it.

# Why a code is not used, and what to do.
code-min-sessions = This code needs more sessions in total. Add sessions, or continue without it.

# Why a code is not used, and what to do.
code-exhausted = This code has been used up. Continue without it, or enter another.

# Why a code is not used, and what to do.
code-already-used = Your organization has already used this code. Continue without it, or enter another.

# Why a code is not used, and what to do.
code-unknown = Unknown promotion code. Check it, or continue without it.

# What was typed cannot be a code.
code-malformed = A promotion code has 3 to 32 letters, digits, hyphens or underscores. Check it, or continue without it.

# Formula of a charge for part of a period: "3 sessions x $156.00 x 16 of 31 days = $241.55".
# $units (Number)
charge-formula =
    { $sessions ->
        [one] { $sessions } session
       *[other] { $sessions } sessions
    } x { $price } x { $units } of { $of ->
        [one] { $of } day
       *[other] { $of } days
    } = { $amount }

# The same where time is counted in seconds.
# $units (Number)
charge-formula-seconds =
    { $sessions ->
        [one] { $sessions } session
       *[other] { $sessions } sessions
    } x { $price } x { $units } of { $of ->
        [one] { $of } second
       *[other] { $of } seconds
    } = { $amount }

# Formula of a charge for a whole year.
annual-formula =
    { $sessions ->
        [one] { $sessions } session
       *[other] { $sessions } sessions
    } x { $price } for one year = { $amount }

# Formula of a credit: what was paid, and the part of its time that is not used.
# $units (Number)
credit-formula =
    { $paid } paid x { $units } of { $of ->
        [one] { $of } day
       *[other] { $of } days
    } unused = { $amount }

# The same where time is counted in seconds.
# $units (Number)
credit-formula-seconds =
    { $paid } paid x { $units } of { $of ->
        [one] { $of } second
       *[other] { $of } seconds
    } unused = { $amount }

# The formula of a credit and the part of the tax that was paid with it.
credit-with-tax = { $formula }, and { $tax } of the tax paid on it

# Formula of a credit on a receipt of an earlier release, which did not store the amount paid.
# $units (Number)
credit-share =
    { $units } of { $of ->
        [one] { $of } day
       *[other] { $of } days
    } were not used

# The same where time is counted in seconds.
# $units (Number)
credit-share-seconds =
    { $units } of { $of ->
        [one] { $of } second
       *[other] { $of } seconds
    } were not used

# Formula of a percentage.
percent-formula = { $percent } of { $base } = { $amount }

# The discount of a code with a fixed amount: no more than the charge.
fixed-formula = { $worth }, at most the charge of { $charge } = { $amount }

# Name of the charge line of an upgrade within its period.
added-sessions-line =
    { $count ->
        [one] { $count } additional session
       *[other] { $count } additional sessions
    }

# Name of the charge line of a new annual period.
annual-line =
    { $count ->
        [one] { $count } session, annual
       *[other] { $count } sessions, annual
    }

# Name of a credit line.
credit-line = Credit for unused time

# Name of the discount line.
discount-line = Promotion code { $code }

# Name of the tax line.
tax-line = Tax, { $percent }

# Heading of the sessions.
sessions-heading = Sessions

# Name of the list of lines.
calculation-title = How the amount is calculated

# Sum of the lines.
total = Total

# Too many refused codes.
codes-rate-limited = Too many attempts. Wait a few minutes and try again, or continue without a code.

# A payment for an upgrade is open.
attempt-is-open = A payment by { $by } for an upgrade of this subscription is not complete. You can start another upgrade when it is complete.

# Link to that payment.
view-payment = View payment

# A renewal is unpaid.
past-due = The last renewal could not be charged. Save a valid card, and we will try the payment again.

# Link to the card.
replace-card = Replace the card

# The subscription has ended.
ended = This subscription has ended and cannot be upgraded.

# Renewal is off.
canceled = This subscription ends on { $until } and does not renew. Reactivate it to upgrade.

# Turns renewal on again.
reactivate = Reactivate subscription

# The rounding rule, in words.
rounding-rule = Each line is calculated exactly and rounded once to the smallest unit of the currency, halves away from zero. Days are UTC days. Today counts in full.

# The rounding rule of a plan that prorates by the second.
rounding-rule-seconds = Each line is calculated exactly and rounded once to the smallest unit of the currency, halves away from zero. Time is counted in seconds.

# A balance that lowers what is due.
balance-credit = Account credit

# A balance that raises what is due.
balance-owed = Owed from earlier

# What is left of a credit.
credit-kept = { $amount } stays on the account balance for the next charge. Nothing is refunded to a card.

# Too little to charge now.
owed-later = { $amount } is below the minimum charge and is added to the next charge.

# One sentence for screen readers: the amount.
amount-is = Amount due today: { $amount }.

# One sentence for screen readers: the amount and by how much it rose.
amount-is-more = Amount due today: { $amount }, { $by } more than before.

# One sentence for screen readers: the amount and by how much it fell.
amount-is-less = Amount due today: { $amount }, { $by } less than before.

# Why there is no amount.
no-amount-nothing-chosen = Add sessions or choose annual to see the amount.

# Why there is no amount.
no-amount-sessions = Correct the number of sessions to see the amount.

# Why there is no amount.
no-amount-period-ended = The billing period has just ended. Reload the page to see the new one.

# Why there is no amount.
no-amount-too-large = This amount is too large to calculate here. Contact sales.

# Why there is no amount.
no-amount-unknown = We cannot calculate this amount. Reload the page.

# The next renewal in one line.
renews-at = Renews automatically at { $amount } on { $date }. No refunds.

# Title of the error summary.
errors-title = Before you continue

# A draft made for another number of sessions: how many it was prepared for, how many more it asked for, how many there are today.
# $add (Number)
# $today (Number)
prepared-for-other =
    { $from ->
        [one] This upgrade was prepared for a subscription with { $from } session
       *[other] This upgrade was prepared for a subscription with { $from } sessions
    } and adds { $add }. The subscription now has { $today }. Choose one of these options.

# Choice: the same number more.
# $add (Number)
# $total (Number)
choose-same-addition = Add { $add } to the current sessions ({ $total } in total)

# Choice: the same total.
# $add (Number)
# $total (Number)
choose-same-total = Upgrade to { $total } in total, as prepared (add { $add })

# Part of the address could not be read.
link-partly-invalid = Part of the link could not be read

# Which parts of the address were left out.
ignored-parameters = Ignored: { $parts }. Check the entries below.

# A part of the address.
parameter-from = the number of sessions it was prepared for

# A part of the address.
parameter-cycle = the billing cycle

# A part of the address.
parameter-code = the promotion code

# Name of the column with the amount.
summary = Summary

# A promotion code was typed and not applied.
code-not-applied = Apply the promotion code, or clear the field to continue without it.

# A choice has to be made first.
choose-first = Choose one of the options for the prepared upgrade.

# The title of a page that lists errors.
error-title = Error: { $title }

# Heading of the drawing of the billing period.
period-title = Billing period

# The part of the period that is over.
period-used = Used

# The remaining part, while nothing is chosen.
period-left = Left

# The part that today's payment is for.
period-paid-now = Paid for now

# The part that becomes a credit when monthly turns into annual.
period-credited = Credited

# Today, in the drawing.
period-today = Today, { $date }

# Where the period ends and the subscription renews, in the drawing.
period-renews = Renews { $date }

# The drawing in words, while nothing is chosen. All are dates.
period-described = The billing period runs from { $from } to { $to }. Today is { $today }.

# The drawing in words: sessions added within the period. All but the sessions are dates.
period-described-sessions =
    { $sessions ->
        [one] The billing period runs from { $from } to { $to }. Today is { $today }. You pay for { $sessions } added session from today until { $to }, when the subscription renews.
       *[other] The billing period runs from { $from } to { $to }. Today is { $today }. You pay for { $sessions } added sessions from today until { $to }, when the subscription renews.
    }

# The drawing in words: monthly turns into annual. All are dates.
period-described-annual = The monthly period from { $from } to { $to } ends today, { $today }. The unused part becomes a credit. A new annual period starts and renews on { $end }.

# Heading of the comparison of now and after the upgrade.
before-and-after = Before and after

# Row: what is paid within the next 12 months.
next-twelve-months = Next 12 months

# What that row counts.
twelve-months-note = Today’s payment and every renewal before { $until }, at today’s prices and tax.

# When annual has become cheaper than monthly; month is a month with its year.
break-even =
    { $payments ->
        [one] Annual pays for itself in { $month }: by then, { $payments } monthly payment would have cost more.
       *[other] Annual pays for itself in { $month }: by then, { $payments } monthly payments would have cost more.
    }

# Annual costs less from the first day.
break-even-today = From today, annual costs no more than monthly.

# Annual does not become cheaper within its year.
no-break-even = Annual does not pay for itself within its first 12 months.

# The button that copies the calculation.
copy-calculation = Copy calculation

# It was copied.
calculation-copied = The calculation was copied.

# It could not be copied.
calculation-not-copied = The calculation could not be copied. Select it on the page instead.

# Below the heading of the upgrading page, also in the shell of index.html.
introduction = Add sessions, switch to annual billing, or both. The amount updates as you type and shows its calculation. Nothing is charged until you review and pay.

# Below an entry that a portal has filled in.
filled-in-by = Filled in by { $portal }
