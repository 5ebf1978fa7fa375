use gateway::{DeclineReason, IntentStatus};

use crate::log::EventName;

/// The calls that take an idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Create,
    Confirm,
    Cancel,
}

/// The use of an idempotency key, and the response to it.
#[derive(Clone, Debug)]
pub struct KeyUse {
    pub call: Call,
    pub intent: String,
    pub status: IntentStatus,
    pub decline: Option<DeclineReason>,
    /// `false` when the log ends between a confirm and its outcome. The call was not answered and runs again.
    pub answered: bool,
}

impl Call {
    /// The call that the event's idempotency key belongs to.
    pub const fn of(event: EventName) -> Option<Self> {
        match event {
            EventName::IntentCreated => Some(Self::Create),
            EventName::Confirming
            | EventName::Succeeded
            | EventName::Declined
            | EventName::RequiresAction => Some(Self::Confirm),
            EventName::Canceled | EventName::CancelRefused => Some(Self::Cancel),
            EventName::CardTokenized | EventName::ClockSet => None,
        }
    }
}
