//! Sentences of the upgrade: the upgrading page, its review, the payment and the receipt. Amounts and dates come in
//! already written for the reader's locale.

use billing::{Cycle, QuoteError};
use contract::DeclineClass;

use crate::{platform::intl::Count, state::upgrade::Unreadable};

/// Title of the upgrading page.
pub const UPGRADING_TITLE: &str = "TestCloud Upgrading";
/// Title of the review.
pub const REVIEW_TITLE: &str = "Review your upgrade";
/// Label of the sessions field.
pub const ADDITIONAL_SESSIONS: &str = "Additional sessions";
/// Name of the plus button.
pub const ADD_ONE_SESSION: &str = "Add one session";
/// Name of the minus button.
pub const REMOVE_ONE_SESSION: &str = "Remove one session";
/// Legend of the cycle choice.
pub const BILLING_CYCLE: &str = "Billing cycle";
/// Summary of the promotion disclosure.
pub const HAVE_A_CODE: &str = "I have a promotion code";
/// Label of the promotion field.
pub const PROMOTION_CODE: &str = "Promotion code";
/// Heading of the amount.
pub const AMOUNT_DUE_TODAY: &str = "Amount due today";
/// The button that opens the review.
pub const REVIEW_UPGRADE: &str = "Review upgrade";
/// Shown in place of an amount that cannot be worked out.
pub const NO_AMOUNT: &str = "\u{2013}";

/// "1 session", "8 sessions".
pub fn sessions(count: &Count) -> String {
    if count.value == 1 { format!("{count} session") } else { format!("{count} sessions") }
}

/// What the entry makes of the subscription: "5 now + 3 more = 8 sessions".
pub fn resulting_sessions(now: &Count, more: &Count, total: &Count) -> String {
    format!("{now} now + {more} more = {}", sessions(total))
}

/// The range of the sessions field, told before it is hit.
pub fn sessions_range(most: &Count, in_total: &Count) -> String {
    format!("0 to {most}, up to {in_total} in total.")
}

/// At the plan's limit.
pub fn at_most_sessions(most: &Count) -> String {
    format!("{most} more is the most this plan allows.")
}

/// At nothing to add.
pub const AT_LEAST_SESSIONS: &str = "Sessions cannot go down here.";

/// Nothing typed.
pub fn entry_empty(most: &Count) -> String {
    format!("Enter how many sessions to add, from 0 to {most}.")
}

/// Not a whole number.
pub fn entry_not_whole(most: &Count) -> String {
    format!("Enter a whole number from 0 to {most}, in digits only.")
}

/// Too many.
pub fn entry_out_of_range(most: &Count) -> String {
    format!("This plan allows {most} more sessions. Enter a number from 0 to {most}.")
}

/// "Monthly", "Annual".
pub const fn cycle(cycle: Cycle) -> &'static str {
    match cycle {
        Cycle::Monthly => "Monthly",
        Cycle::Annual => "Annual",
    }
}

/// What one session costs on a cycle, never only as a monthly equivalent.
pub fn cycle_price(cycle: Cycle, price: &str) -> String {
    match cycle {
        Cycle::Monthly => format!("{price} per session, billed every month"),
        Cycle::Annual => format!("{price} per session, billed once a year"),
    }
}

/// What annual saves, in money and per cent.
pub fn annual_saving(amount: &str, percent: &str) -> String {
    format!("Saves {amount} ({percent}) in 12 months at today\u{2019}s prices")
}

/// That annual is one-way, and until when.
pub fn annual_is_one_way(until: &str) -> String {
    format!(
        "Annual cannot be changed back to monthly. Monthly can be subscribed again from {until}, when the annual term ends."
    )
}

/// On an annual subscription, in place of a dead control.
pub fn already_annual(until: &str) -> String {
    format!(
        "This subscription is annual and stays annual for its term. Monthly can be subscribed again from {until}."
    )
}

/// The box to tick before annual is paid.
pub fn acknowledge_one_way(until: &str) -> String {
    format!("I understand that annual cannot be changed back to monthly before {until}.")
}

/// The button that looks a code up.
pub const APPLY_CODE: &str = "Apply";
/// While it is looked up.
pub const CHECKING_CODE: &str = "Checking \u{2026}";
/// The button that takes a code away.
pub const REMOVE_CODE: &str = "Remove";
/// Column of today.
pub const NOW: &str = "Now";
/// Column of afterwards.
pub const AFTER_THE_UPGRADE: &str = "After the upgrade";

/// A code is applied.
pub fn code_applied(code: &str) -> String {
    format!("{code} is applied.")
}

/// What a percent code does.
pub fn code_takes_percent(percent: &str) -> String {
    format!("{percent} off the charge for this upgrade.")
}

/// What a fixed code does.
pub fn code_takes_amount(amount: &str) -> String {
    format!("{amount} off the charge for this upgrade. What is not used is lost.")
}

/// The effect of a code on renewals.
pub fn code_at_renewal(renewals: i64, percent: &str, next: &str, from: &str) -> String {
    match renewals {
        0 => format!("It does not change renewals: renews at {next} from {from}."),
        1 => format!("It also takes {percent} off the next renewal: renews at {next} on {from}."),
        n => format!("It also takes {percent} off the next {n} renewals: renews at {next} from {from}."),
    }
}

/// Why a code is not used, and what to do.
pub const fn code_refused(error: QuoteError) -> &'static str {
    match error {
        QuoteError::PromoNotStarted => "This code is not valid yet. Try it later, or continue without it.",
        QuoteError::PromoExpired => "This code has expired. Continue without it, or enter another.",
        QuoteError::PromoCurrencyMismatch => {
            "This code is for another currency. Continue without it, or enter another."
        }
        QuoteError::PromoCycleMismatch => {
            "This code is not for the billing cycle chosen. Choose the other cycle, or continue without it."
        }
        QuoteError::PromoMinSessions => {
            "This code needs more sessions in total. Add sessions, or continue without it."
        }
        QuoteError::PromoExhausted => "This code has been used up. Continue without it, or enter another.",
        QuoteError::PromoAlreadyUsed => {
            "Your organization has already used this code. Continue without it, or enter another."
        }
        _ => "We do not know this code. Check the code or continue without it.",
    }
}

/// What was typed cannot be a code.
pub const CODE_MALFORMED: &str =
    "A code has 3 to 32 letters, digits, hyphens or underscores. Check the code or continue without it.";

/// A share of a period: "16 of 31 days".
pub fn share(units: &Count, of: &Count, by_second: bool) -> String {
    match (by_second, of.value) {
        (false, 1) => format!("{units} of 1 day"),
        (false, _) => format!("{units} of {of} days"),
        (true, _) => format!("{units} of {of} seconds"),
    }
}

/// Formula of a charge for part of a period.
pub fn charge_formula(count: &Count, price: &str, share: &str, amount: &str) -> String {
    format!("{} x {price} x {share} = {amount}", sessions(count))
}

/// Formula of a charge for a whole year.
pub fn annual_formula(count: &Count, price: &str, amount: &str) -> String {
    format!("{} x {price} for one year = {amount}", sessions(count))
}

/// Formula of a credit whose payment is known.
pub fn credit_formula(paid: &str, share: &str, amount: &str) -> String {
    format!("{paid} paid x {share} unused = {amount}")
}

/// The tax that a credit gives back.
pub fn credit_tax(amount: &str) -> String {
    format!("with {amount} of the tax paid on it")
}

/// Formula of a credit on a receipt.
pub fn credit_share(share: &str) -> String {
    format!("{share} were not used")
}

/// Formula of a percentage.
pub fn percent_formula(percent: &str, base: &str, amount: &str) -> String {
    format!("{percent} of {base} = {amount}")
}

/// What a code of a fixed amount comes to: no more than the charge.
#[must_use]
pub fn fixed_formula(worth: &str, charge: &str, amount: &str) -> String {
    format!("{worth}, at most the charge of {charge} = {amount}")
}

/// Name of the charge line of an upgrade within its period.
pub fn added_sessions_line(count: &Count) -> String {
    if count.value == 1 {
        format!("{count} additional session")
    } else {
        format!("{count} additional sessions")
    }
}

/// Name of the charge line of a new annual period.
pub fn annual_line(count: &Count) -> String {
    format!("{}, annual", sessions(count))
}

/// Name of a credit line.
pub const CREDIT_LINE: &str = "Credit for unused time";

/// Name of the discount line.
pub fn discount_line(code: &str) -> String {
    format!("Promotion code {code}")
}

/// Name of the tax line.
pub fn tax_line(percent: &str) -> String {
    format!("Tax, {percent}")
}

/// Heading of the sessions.
pub const SESSIONS_HEADING: &str = "Sessions";
/// Name of the list of lines.
pub const HOW_IT_COMES_ABOUT: &str = "How the amount comes about";
/// Price row.
pub const PRICE_PER_SESSION: &str = "Price per session";
/// Date row.
pub const NEXT_BILLING_DATE: &str = "Next billing date";
/// Amount row.
pub const NEXT_BILLING_AMOUNT: &str = "Next billing amount";
/// Sum of the lines.
pub const TOTAL: &str = "Total";
/// Too many refused codes.
pub const CODES_RATE_LIMITED: &str =
    "Too many codes were tried. Wait a few minutes and try again, or continue without a code.";

/// Somebody is paying for an upgrade.
pub fn attempt_is_open(by: &str) -> String {
    format!("{by} is paying for an upgrade of this subscription. Another can begin when that has ended.")
}
/// Link to that payment.
pub const LOOK_AT_ATTEMPT: &str = "See how it stands";
/// A renewal is unpaid.
pub const PAST_DUE: &str =
    "The last renewal could not be charged. Replace the card first; the renewal is then tried again.";
/// Link to the card.
pub const REPLACE_CARD: &str = "Replace the card";
/// The subscription is over.
pub const ENDED: &str = "This subscription has ended and cannot be upgraded.";
/// Link to the subscription page.
pub const BACK_TO_SUBSCRIPTION: &str = "Back to TestCloud Subscription";
/// Renewal is off.
pub fn canceled(until: &str) -> String {
    format!(
        "This subscription is canceled: it runs until {until} and does not renew. Reactivate it to upgrade it."
    )
}
/// Turns renewal on again.
pub const REACTIVATE: &str = "Reactivate subscription";

/// The rounding rule, in words.
pub const ROUNDING_RULE: &str = "Each line is worked out exactly and rounded once, halves up, to the smallest unit of the currency. Days are UTC days; today counts in full.";

/// The rounding rule of a plan that prorates by the second.
pub const ROUNDING_RULE_SECONDS: &str = "Each line is worked out exactly and rounded once, halves up, to the smallest unit of the currency. Time is counted in seconds.";

/// A balance that lowers what is due.
pub const BALANCE_CREDIT: &str = "Account credit";
/// A balance that raises what is due.
pub const BALANCE_OWED: &str = "Owed from earlier";

/// What is left of a credit.
pub fn credit_kept(amount: &str) -> String {
    format!("{amount} stays on the account balance for the next invoice. Nothing is refunded to a card.")
}

/// Too little to charge now.
pub fn owed_later(amount: &str) -> String {
    format!("{amount} is below the smallest charge and is added to the next invoice.")
}

/// One sentence for screen readers.
pub fn amount_announcement(amount: &str, difference: Option<(&str, bool)>) -> String {
    match difference {
        None => format!("Amount due today: {amount}."),
        Some((by, true)) => format!("Amount due today: {amount}, {by} more than before."),
        Some((by, false)) => format!("Amount due today: {amount}, {by} less than before."),
    }
}

/// Why there is no amount.
pub fn no_amount(error: QuoteError) -> &'static str {
    match error {
        QuoteError::NothingToUpgrade => "Add sessions or choose annual to see the amount.",
        QuoteError::SessionsOutOfRange => "Correct the number of sessions to see the amount.",
        QuoteError::PeriodElapsed => "The billing period has just ended. Reload the page for the new one.",
        QuoteError::AmountOverflow => {
            "This amount is too large to be worked out here. Contact us, nothing was charged."
        }
        _ => "We cannot work out this amount. Reload the page; nothing was charged.",
    }
}

/// The next renewal in one line.
pub fn renews_at(amount: &str, date: &str) -> String {
    format!("Renews automatically at {amount} on {date}. No refunds.")
}

/// Title of the error summary.
pub const ERRORS_TITLE: &str = "Before you go on";

/// A draft made for another number of sessions.
pub fn prepared_for_other(from: &Count, today: &Count, add: &Count) -> String {
    format!(
        "This upgrade was prepared when there were {}: {} more. Today there are {today}. Choose what you want.",
        sessions(from),
        add
    )
}

/// Choice: the same number more.
pub fn choose_same_addition(add: &Count, total: &Count) -> String {
    format!("Add {add} to today\u{2019}s ({total} in total)")
}

/// Choice: the same total.
pub fn choose_same_total(total: &Count, add: &Count) -> String {
    format!("Reach the {total} in total as prepared (add {add})")
}

/// Part of the address made no sense.
pub const ADDRESS_UNREADABLE: &str = "Part of the address could not be read";

/// Which parts were left out.
pub fn address_unreadable(parts: &str) -> String {
    format!("Left out: {parts}. Check what is entered below.")
}

/// The name of a part of the address.
pub const fn unreadable_part(part: Unreadable) -> &'static str {
    match part {
        Unreadable::Sessions => "the sessions to add",
        Unreadable::From => "the sessions it was prepared for",
        Unreadable::Cycle => "the billing cycle",
        Unreadable::Code => "the promotion code",
    }
}

/// Name of the column with the amount.
pub const SUMMARY: &str = "Summary";
/// A choice has to be made first.
pub const CHOOSE_FIRST: &str = "Choose what the prepared upgrade means today.";

/// The title of a page that lists errors.
pub fn error_title(title: &str) -> String {
    format!("Error: {title}")
}

/// The pay button, with verb and amount.
pub fn pay(amount: &str) -> String {
    format!("Pay {amount}")
}

/// The pay button when nothing is due.
pub const CONFIRM_FREE: &str = "Confirm upgrade, nothing to pay";
/// While the payment runs.
pub const PAYING: &str = "Paying \u{2026}";
/// After ten seconds.
pub const PAYING_LONG: &str = "This takes longer than usual. Your payment is safe: it is made once, whatever happens to this page. You can close this page and come back to Subscription Management.";

/// The countdown.
pub fn price_holds_for(minutes: i64, seconds: i64) -> String {
    format!("This price holds for {minutes}:{seconds:02}")
}
/// The countdown's end.
pub const PRICE_EXPIRED: &str = "This price no longer holds. Get a new one; nothing you entered is lost.";
/// Less than a minute left.
pub const PRICE_EXPIRES_SOON: &str = "This price holds for less than a minute. You can extend it.";
/// The one action that extends.
pub const EXTEND_PRICE: &str = "Extend";

/// The sealed amount differs from the estimate.
pub fn amount_differs(estimate: &str, sealed: &str, reason: &str) -> String {
    format!("The amount is {sealed}; the estimate was {estimate}. {reason}")
}
/// Reason: midnight UTC passed.
pub const REASON_NEW_DAY: &str = "A new day has begun (UTC), so one day less is charged.";
/// Reason: seconds passed.
pub fn reason_seconds(seconds: i64) -> String {
    format!("{seconds} seconds have passed since the estimate.")
}
/// Reason: the subscription changed.
pub const REASON_CHANGED: &str = "The subscription was changed in the meantime.";
/// Reason: price list, tax or balance.
pub const REASON_PRICES: &str = "Prices, tax or the account balance changed in the meantime.";

/// Title: somebody else was faster.
pub const CHANGED_MEANWHILE: &str = "The subscription was changed meanwhile";

/// A colleague changed the subscription: who, what, the old amount and the new one.
pub fn changed_by(name: &str, at: &str, before: &str, after: &str, was: &str, is: Option<&str>) -> String {
    let amounts = match is {
        Some(is) => format!("The amount was {was} and would be {is} for the same total now."),
        None => format!("The amount of {was} no longer applies."),
    };
    format!("{name} changed it from {before} to {after} on {at}. You were not charged. {amounts}")
}
/// Link back to the upgrading page.
pub const CHOOSE_AGAIN: &str = "Look at the upgrade again";
/// Title: another payment is under way.
pub const ATTEMPT_OPEN: &str = "A payment is under way";
/// Title: a fresh price.
pub const AMOUNT_CHANGED: &str = "The amount has changed";

/// The old amount and the new one.
pub fn amount_changed(was: &str, is: &str) -> String {
    format!("It was {was} and is {is} now. Check it before you pay.")
}
/// Title: no answer.
pub const OUTCOME_UNKNOWN: &str = "We do not know yet whether this payment went through";
/// What to do about it.
pub const OUTCOME_UNKNOWN_BODY: &str = "Do not pay again. We keep asking and show the outcome here as soon as it is known. You can close this page and come back to Subscription Management.";
/// Title: the request was lost.
pub const NOT_RECEIVED: &str = "Your payment did not reach us";
/// Nothing was charged.
pub const NOT_RECEIVED_BODY: &str =
    "You were not charged. Check the amount and pay again; it is still charged only once.";
/// Title: refused by bank or card.
pub const DECLINED: &str = "The payment was declined. You were not charged.";

/// Which side acts next.
pub const fn declined(class: DeclineClass) -> &'static str {
    match class {
        DeclineClass::Generic => "The bank refused without a reason. Ask the bank, or use another card.",
        DeclineClass::InsufficientFunds => {
            "The card does not cover the amount. Use another card, or ask the bank."
        }
        DeclineClass::ConfirmationFailed => {
            "The bank\u{2019}s confirmation was refused or failed. Try again and confirm, or use another card."
        }
        DeclineClass::ExpiredCard => "The card has expired. Use another card.",
    }
}
/// Link back to editing.
pub const BACK_TO_EDIT: &str = "Back to TestCloud Upgrading";
/// Link past a refused code.
pub const CONTINUE_WITHOUT_CODE: &str = "Continue without the code";
/// Link that edits one group of the review.
pub const EDIT: &str = "Edit";
/// Group: what changes.
pub const CHANGE: &str = "What changes";
/// Group: how it is paid.
pub const PAYMENT: &str = "Payment";
/// Row: from what to what.
pub const UPGRADE: &str = "Upgrade";
/// Row: whose subscription.
pub const ORGANIZATION: &str = "Organization";
/// Row: who pays.
pub const PAID_BY: &str = "Paid by";
/// Nothing on file.
pub const NO_CARD: &str = "There is no card on file.";
/// The card on file has expired.
pub const CARD_EXPIRED: &str = "This card has expired. Use another one.";
/// Opens the card field.
pub const USE_ANOTHER_CARD: &str = "Use another card";
/// Opens the card field when there is no card.
pub const ADD_CARD: &str = "Add a card";
/// What another card means.
pub const CARD_REPLACES: &str = "It replaces the card on file and is charged for renewals too.";
/// What a first card means.
pub const CARD_IS_KEPT: &str = "It is kept on file and charged for renewals too.";
/// Nothing is due.
pub const NOTHING_DUE: &str = "Nothing is due today, so no card is charged.";
/// Missing: the tick.
pub const TICK_MISSING: &str = "Tick that annual cannot be changed back to monthly.";
/// Missing: a card.
pub const CARD_MISSING: &str = "Add a card.";
/// Missing: a valid card.
pub const CARD_IS_EXPIRED: &str = "Use a card that has not expired.";
/// Missing: a price that holds.
pub const PRICE_MISSING: &str = "The price no longer holds. Get a new one first.";
/// Missing: a connection.
pub const OFFLINE: &str = "You are offline. Paying is possible again when you are back.";
/// While a fresh price is being fetched.
pub const UPDATING_PRICE: &str = "Updating price \u{2026}";
/// The review is the last step.
pub const PAY_NOTE: &str = "The sessions count as soon as the payment has gone through. No refunds.";

/// Title of the page that follows a payment.
pub const ATTEMPT_TITLE: &str = "Your payment";
/// Title of the receipt.
pub const RECEIPT_TITLE: &str = "Receipt";
/// The receipt by its number.
pub fn receipt_number(number: &str) -> String {
    format!("Receipt {number}")
}
/// Title: the bank asks.
pub const BANK_ASKS: &str = "Your bank asks you to confirm this payment";
/// What to do about it.
pub const BANK_ASKS_BODY: &str = "It is not paid yet. Confirm on your bank\u{2019}s page within 15 minutes; you come back here afterwards.";
/// Link to the bank's page.
pub const GO_TO_BANK: &str = "Continue to your bank";
/// Gives an attempt up.
pub const GIVE_UP_PAYMENT: &str = "Do not pay";
/// Title: paid.
pub const PAID: &str = "Paid";
/// The receipt follows.
pub const PAID_BODY: &str = "The payment went through once. The receipt opens in a moment.";
/// Title: given up.
pub const PAYMENT_CANCELED: &str = "This payment was not made. You were not charged.";
/// What to do about it.
pub const PAYMENT_CANCELED_BODY: &str =
    "Nothing about the subscription has changed. You can choose the upgrade again.";
/// Row: the attempt's id.
pub const REFERENCE: &str = "Reference";
/// Row: when it is looked at again.
pub const NEXT_CHECK: &str = "Next check";
/// Row: when the sessions count.
pub const COUNTS_FROM: &str = "Counts from";
/// Row: the amount charged.
pub const CHARGED: &str = "Charged";
/// No card was charged.
pub const NO_CARD_CHARGED: &str = "No card was charged";
/// Row: the quote's hash.
pub const QUOTE_FINGERPRINT: &str = "Fingerprint of the quote (SHA-256)";
/// Row: the gateway's name for the charge.
pub const GATEWAY_REFERENCE: &str = "Payment reference";
/// Prints the receipt.
pub const PRINT: &str = "Print";
/// Downloads the receipt.
pub const DOWNLOAD_CSV: &str = "Download CSV";
/// Downloads the receipt.
pub const DOWNLOAD_JSON: &str = "Download JSON";

/// The account balance before and after.
pub fn balance_moved(before: &str, after: &str) -> String {
    format!("Account balance before {before}, afterwards {after}.")
}

/// Sessions and cycle in one phrase: "8 sessions, monthly".
pub fn plan(count: &Count, billing_cycle: Cycle) -> String {
    let word = match billing_cycle {
        Cycle::Monthly => "monthly",
        Cycle::Annual => "annual",
    };
    format!("{}, {word}", sessions(count))
}

/// Before and after in one phrase.
pub fn becomes(before: &str, after: &str) -> String {
    format!("{before} \u{2192} {after}")
}

/// A card on file: "Visa ending in 4242, expires 12/2030".
pub fn card(brand: &str, last4: &str, month: u8, year: u16) -> String {
    let mut letters = brand.chars();
    let name: String =
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
    format!("{name} ending in {last4}, expires {month:02}/{year}")
}

/// The receipt's comparison.
pub fn quoted_and_charged(quoted: &str, charged: &str) -> String {
    format!("Quoted {quoted}, charged {charged}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(value: i64) -> Count {
        Count { value, written: value.to_string() }
    }

    #[test]
    fn the_formula_reads_as_the_product_writes_it() {
        let days = share(&count(16), &count(31), false);

        assert_eq!(
            charge_formula(&count(3), "$156.00", &days, "$241.55"),
            "3 sessions x $156.00 x 16 of 31 days = $241.55"
        );
        assert_eq!(resulting_sessions(&count(5), &count(3), &count(8)), "5 now + 3 more = 8 sessions");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(sessions(&count(1)), "1 session");
        assert_eq!(added_sessions_line(&count(1)), "1 additional session");
        assert_eq!(share(&count(1), &count(1), false), "1 of 1 day");
    }
}
