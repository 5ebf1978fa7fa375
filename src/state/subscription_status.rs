use contract::{Attempt, Subscription, SubscriptionStatus};

/// Why a subscription cannot be upgraded now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum UpgradeBlocker<'a> {
    /// A payment attempt is not final.
    OpenAttempt(&'a Attempt),
    /// The renewal is due and not booked yet.
    Renewing,
    /// Automatic renewal is turned off.
    Canceled,
    /// A renewal could not be paid.
    PastDue,
    /// The subscription has ended.
    Ended,
}

/// The reason why a subscription cannot be upgraded now, the most urgent one first; `None` if it can be upgraded.
#[must_use]
pub fn upgrade_blocker(subscription: &Subscription) -> Option<UpgradeBlocker<'_>> {
    if let Some(attempt) = &subscription.open_attempt {
        return Some(UpgradeBlocker::OpenAttempt(attempt));
    }
    if subscription.renewal_due {
        return Some(UpgradeBlocker::Renewing);
    }
    match subscription.status {
        SubscriptionStatus::Active => None,
        SubscriptionStatus::Canceled => Some(UpgradeBlocker::Canceled),
        SubscriptionStatus::PastDue => Some(UpgradeBlocker::PastDue),
        SubscriptionStatus::Ended => Some(UpgradeBlocker::Ended),
    }
}
