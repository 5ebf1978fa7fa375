use crate::gateway::sandbox::log::EventName;
use crate::gateway::{DeclineReason, IntentStatus};

/// The calls that take an idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Create,
    Confirm,
    Cancel,
}

/// What a key was used for, and the answer it got.
#[derive(Clone, Debug)]
pub struct KeyUse {
    pub call: Call,
    pub intent: String,
    pub status: IntentStatus,
    pub decline: Option<DeclineReason>,
    /// False when the log was cut between a confirm and its outcome: the call was never answered and runs again.
    pub answered: bool,
}

impl Call {
    /// The call whose key an event carries.
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
