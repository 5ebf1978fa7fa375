//! Sentences of TestCloud Subscription, the card on file, cancelling and reactivating. Amounts and dates come in
//! already written for the reader.

use billing::Cycle;
use contract::{Plan, SubscriptionStatus};

use super::cycle_name;

/// Heading.
pub const TITLE: &str = "TestCloud Subscription";
/// The link to the upgrade.
pub const UPGRADE: &str = "Upgrade";
/// Terms of the facts.
pub const PLAN: &str = "Plan";
/// See [`PLAN`].
pub const SESSIONS: &str = "Parallel sessions";
/// See [`PLAN`].
pub const BILLING_CYCLE: &str = "Billing cycle";
/// See [`PLAN`].
pub const PRICE: &str = "Price per session";
/// See [`PLAN`].
pub const PERIOD: &str = "Current period";
/// See [`PLAN`].
pub const NEXT_BILLING: &str = "Next billing date";
/// See [`PLAN`].
pub const NEXT_AMOUNT: &str = "Next billing amount";
/// See [`PLAN`].
pub const BALANCE: &str = "Account balance";
/// See [`PLAN`].
pub const LAST_UPGRADE: &str = "Last upgrade";
/// Heading of the facts.
pub const DETAILS: &str = "Plan and billing";

/// Price of a session for one period of a cycle.
#[must_use]
pub fn price(cycle: Cycle, price: &str) -> String {
    match cycle {
        Cycle::Monthly => format!("{price} a month"),
        Cycle::Annual => format!("{price} a year, billed once a year"),
    }
}

/// From one day to another.
#[must_use]
pub fn period(from: &str, to: &str) -> String {
    format!("{from} to {to}")
}

/// The next amount depends on the price list of that day.
pub const ESTIMATE: &str = "Estimate at today\u{2019}s prices";
/// The next amount of a subscription that does not renew.
pub const NO_RENEWAL: &str = "None";
/// Beside it.
#[must_use]
pub fn ends(date: &str) -> String {
    format!("Ends {date}")
}
/// Beside the billing date of an unpaid renewal.
pub const UNPAID_SINCE: &str = "Unpaid since this day";
/// A balance in the organization's favour.
pub const BALANCE_CREDIT: &str = "Credit, used by the next charge";
/// A balance against it.
pub const BALANCE_OWED: &str = "Owed, added to the next charge";
/// The amount could not be worked out.
pub const UNKNOWN_AMOUNT: &str = "Not known";

/// The word for a status.
#[must_use]
pub const fn status(status: SubscriptionStatus) -> &'static str {
    match status {
        SubscriptionStatus::Active => "Active",
        SubscriptionStatus::Canceled => "Canceled",
        SubscriptionStatus::PastDue => "Past due",
        SubscriptionStatus::Ended => "Ended",
    }
}

/// What an active subscription does at its next billing date.
#[must_use]
pub fn renews(date: &str) -> String {
    format!("Renews automatically on {date}.")
}

/// Title beside a canceled subscription.
pub const CANCELED_TITLE: &str = "Automatic renewal is off";
/// What that means.
#[must_use]
pub fn canceled(date: &str) -> String {
    format!("Your sessions run until {date} and end then. Reactivate to renew automatically and to upgrade.")
}
/// Title beside an unpaid renewal.
pub const PAST_DUE_TITLE: &str = "The last renewal is unpaid";
/// What that means.
pub const PAST_DUE: &str = "The card on file could not be charged. Replace it and the renewal is tried again at once; until then nothing can be upgraded.";
/// Title beside an ended subscription.
pub const ENDED_TITLE: &str = "This subscription has ended";
/// What that means.
#[must_use]
pub fn ended(date: &str) -> String {
    format!("It ran until {date}. Its receipts stay here.")
}

/// Title beside a payment under way.
pub const ATTEMPT_TITLE: &str = "A payment is under way";
/// Whose.
#[must_use]
pub fn attempt(by: &str, amount: &str, after: &str) -> String {
    format!("{by} is paying {amount} for {after}. Nothing else can be upgraded until it has ended.")
}
/// The link to it.
pub const SEE_ATTEMPT: &str = "See this payment";

/// Sessions and cycle in short.
#[must_use]
pub fn plan(plan: Plan, number: &str) -> String {
    format!("{}, {}", super::sessions(plan.sessions, number), cycle_name(plan.cycle).to_ascii_lowercase())
}

/// From one plan to another.
#[must_use]
pub fn change(before: &str, after: &str) -> String {
    format!("{before} \u{2192} {after}")
}

/// Who, and when.
#[must_use]
pub fn by_at(by: &str, at: &str) -> String {
    format!("{by}, {at}")
}

/// Heading of the requests.
pub const REQUESTS: &str = "Requested upgrades";
/// What a request asks for.
#[must_use]
pub fn requested(add: Option<&str>, cycle: Option<Cycle>) -> String {
    match (add, cycle) {
        (Some(add), Some(cycle)) => format!("{add} more, {} billing", cycle_name(cycle).to_ascii_lowercase()),
        (Some(add), None) => format!("{add} more"),
        (None, Some(cycle)) => format!("{} billing", cycle_name(cycle)),
        (None, None) => "A change of the subscription".to_owned(),
    }
}
/// Opens the prepared upgrade.
pub const OPEN_REQUEST: &str = "Open prepared upgrade";

/// Heading of the card.
pub const CARD: &str = "Card on file";
/// No card.
pub const NO_CARD: &str = "No card on file. Add one to pay for upgrades and renewals.";
/// Expiry of a card.
#[must_use]
pub fn expires(month: u8, year: u16) -> String {
    format!("Expires {month:02}/{year}")
}
/// Over.
#[must_use]
pub fn expired(month: u8, year: u16) -> String {
    format!("Expired {month:02}/{year}")
}
/// The link that replaces the card.
pub const REPLACE_CARD: &str = "Replace card";
/// The link that adds one.
pub const ADD_CARD: &str = "Add card";
/// Heading of the page of the card.
pub const CARD_TITLE: &str = "Payment method";
/// Above the gateway's field.
pub const CARD_FIELD: &str = "Card details";
/// Who sees the card.
pub const CARD_FIELD_HOW: &str = "The card goes straight to the payment gateway. This page never sees its number. It is charged for upgrades you confirm and for renewals.";
/// While the card is being saved.
pub const SAVING_CARD: &str = "Saving the card \u{2026}";
/// Saved.
pub const CARD_SAVED_TITLE: &str = "Card saved";
/// What it is for.
#[must_use]
pub fn card_saved(card: &str) -> String {
    format!("{card} is on file and is charged from now on.")
}
/// The renewal went through with the new card.
pub const RENEWED: &str = "The renewal that was due has been paid. The subscription is active.";
/// The renewal did not go through with the new card either.
pub const STILL_PAST_DUE: &str =
    "The renewal was tried again and could not be charged. Use another card, or ask the bank.";
/// The gateway's field stays empty.
pub const CARD_FIELD_MISSING_TITLE: &str = "The card field does not load";
/// What to do.
pub const CARD_FIELD_MISSING: &str =
    "The payment gateway does not answer. Nothing was saved or charged. Try again in a moment.";
/// Back to the subscription.
pub const BACK: &str = "Back to TestCloud Subscription";

/// Heading of the history.
pub const HISTORY: &str = "History";
/// No upgrade yet.
pub const NO_HISTORY: &str = "No upgrades yet. Receipts of paid upgrades appear here.";
/// Columns of the history.
pub const DATE: &str = "Date";
/// See [`DATE`].
pub const CHANGE: &str = "Change";
/// See [`DATE`].
pub const BY: &str = "By";
/// See [`DATE`].
pub const CHARGED: &str = "Charged";
/// See [`DATE`].
pub const RECEIPT: &str = "Receipt";
/// A page back.
pub const NEWER: &str = "Newer";
/// A page on.
pub const OLDER: &str = "Older";
/// Where in the pages.
#[must_use]
pub fn page_of(page: i64, pages: i64) -> String {
    format!("Page {page} of {pages}")
}

/// Opens the dialog.
pub const CANCEL: &str = "Cancel subscription";
/// Heading of the dialog.
pub const CANCEL_TITLE: &str = "Cancel this subscription?";
/// What it does, one consequence each.
#[must_use]
pub fn cancel_consequences(sessions: &str, until: &str) -> [String; 4] {
    [
        format!("You keep {sessions} until {until}; then they end."),
        "Nothing is refunded, and no further charge is made.".to_owned(),
        "Until you reactivate, nothing can be upgraded.".to_owned(),
        format!("You can reactivate at any time before {until}, at no cost."),
    ]
}
/// Leaves it.
pub const KEEP: &str = "Keep subscription";
/// Does it.
pub const CANCEL_CONFIRM: &str = "Turn off renewal";
/// While doing it.
pub const CANCELING: &str = "Turning off \u{2026}";
/// Opens the dialog.
pub const REACTIVATE: &str = "Reactivate";
/// Heading of the dialog.
pub const REACTIVATE_TITLE: &str = "Reactivate this subscription?";
/// What it does.
#[must_use]
pub fn reactivate_consequences(amount: &str, date: &str) -> [String; 2] {
    [
        format!("It renews automatically on {date}, for an estimated {amount}."),
        "Nothing is charged today. You can cancel again at any time.".to_owned(),
    ]
}
/// Leaves it.
pub const NOT_NOW: &str = "Not now";
/// Does it.
pub const REACTIVATE_CONFIRM: &str = "Reactivate subscription";
/// While doing it.
pub const REACTIVATING: &str = "Reactivating \u{2026}";
