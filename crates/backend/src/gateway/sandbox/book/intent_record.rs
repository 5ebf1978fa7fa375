use billing::Instant;

use crate::gateway::{DeclineReason, Intent, IntentStatus};

/// Minutes the bank's page can be answered, counted from when the confirmation was asked for.
const CONFIRMATION_MINUTES: i64 = 15;

/// An intent as the log tells it.
#[derive(Clone, Debug)]
pub struct IntentRecord {
    pub id: String,
    pub organization: i64,
    pub amount_minor: i64,
    pub currency: String,
    pub card_ref: String,
    pub attempt: String,
    pub status: IntentStatus,
    pub decline: Option<DeclineReason>,
    /// When the bank's confirmation was asked for.
    pub asked_at: Option<Instant>,
}

impl IntentRecord {
    /// The answer to the payment service. The address of the bank's page is only part of it while that page asks.
    pub fn answer(&self, origin: &str) -> Intent {
        Intent {
            id: self.id.clone(),
            status: self.status,
            amount_minor: self.amount_minor,
            currency: self.currency.clone(),
            organization: self.organization,
            attempt: self.attempt.clone(),
            decline: self.decline,
            confirmation_url: (self.status == IntentStatus::RequiresAction)
                .then(|| format!("{origin}/bank/{}", self.id)),
        }
    }

    /// Whether the bank's page has been left unanswered for too long.
    pub fn confirmation_expired(&self, now: Instant) -> bool {
        self.asked_at.is_some_and(|asked| now.seconds_since(asked) >= CONFIRMATION_MINUTES * 60)
    }

    /// Whether the log may continue so. Success only ever comes once, and nothing comes after it.
    pub const fn may_become(&self, next: IntentStatus) -> bool {
        use IntentStatus::{Canceled, Declined, RequiresAction, Succeeded, Unconfirmed};
        matches!(
            (self.status, next),
            (Unconfirmed, RequiresAction | Succeeded | Declined | Canceled)
                | (RequiresAction, Succeeded | Declined | Canceled)
                | (Declined, Canceled)
        )
    }
}
