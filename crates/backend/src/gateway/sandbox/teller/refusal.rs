use super::FieldError;
use crate::gateway::sandbox::log::LogFailure;

/// Why the sandbox does not do what it was asked.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The key was used for something else.
    IdempotencyConflict,
    /// No such intent.
    IntentUnknown,
    /// No such token.
    TokenUnknown,
    /// No such card.
    CardUnknown,
    /// Not above 0.
    AmountInvalid,
    /// More than the sandbox charges at once.
    AmountAboveLimit,
    /// Not a currency of ISO 4217.
    CurrencyUnknown,
    /// Empty or too long.
    AttemptInvalid,
    /// Not `YYYY-MM-DDTHH:MM:SSZ`.
    InstantInvalid,
    /// What was typed into the card field cannot be used.
    CardEntry(Vec<FieldError>),
    /// The event could not be made durable, so nothing happened.
    LogUnavailable,
}

impl From<LogFailure> for Refusal {
    fn from(_: LogFailure) -> Self {
        Self::LogUnavailable
    }
}
