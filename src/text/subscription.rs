//! Texts of TestCloud Subscription, the card on file, cancellation and reactivation. Amounts and dates are passed as
//! formatted text.

use billing::Cycle;
use contract::SubscriptionStatus;
use platform::intl::Count;

include!(concat!(env!("OUT_DIR"), "/subscription.rs"));

/// The name of a status.
#[must_use]
pub fn status(status: SubscriptionStatus) -> &'static str {
    match status {
        SubscriptionStatus::Active => status_active(),
        SubscriptionStatus::Canceled => status_canceled(),
        SubscriptionStatus::PastDue => status_past_due(),
        SubscriptionStatus::Ended => status_ended(),
    }
}

/// The change that an access request asks for.
#[must_use]
pub fn requested(add: Option<&Count>, cycle: Option<Cycle>) -> String {
    match (add, cycle) {
        (Some(add), Some(cycle)) => requested_both(add, cycle.as_str()),
        (Some(add), None) => requested_sessions(add),
        (None, Some(cycle)) => requested_cycle(cycle.as_str()),
        (None, None) => requested_change().to_owned(),
    }
}
