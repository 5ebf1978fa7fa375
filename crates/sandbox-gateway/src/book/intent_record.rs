use billing::Instant;
use gateway::{DeclineReason, Intent, IntentStatus};

/// The time limit of the bank's confirmation, in minutes from the request for it.
const CONFIRMATION_MINUTES: i64 = 15;

/// An intent, as derived from the log.
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
    /// The time at which the bank's confirmation was requested.
    pub asked_at: Option<Instant>,
}

impl IntentRecord {
    /// The response to the payment service. It contains the address of the bank's page only while that page is open.
    pub fn to_response(&self, origin: &str) -> Intent {
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

    /// Whether the time limit of the bank's confirmation has passed.
    pub fn is_confirmation_expired(&self, now: Instant) -> bool {
        self.asked_at.is_some_and(|asked| now.seconds_since(asked) >= CONFIRMATION_MINUTES * 60)
    }

    /// Whether the status may change to `next`. Nothing follows success or cancellation.
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
