use super::CardFieldError;
use crate::log::LogFailure;

/// Why the sandbox refuses a request.
#[derive(Debug, PartialEq, Eq)]
pub enum ProcessorError {
    /// The idempotency key was used for another request.
    IdempotencyConflict,
    /// The intent does not exist.
    IntentUnknown,
    /// The token does not exist.
    TokenUnknown,
    /// The card does not exist.
    CardUnknown,
    /// The amount is not above 0.
    AmountInvalid,
    /// The amount exceeds the sandbox's limit.
    AmountAboveLimit,
    /// The currency is not an ISO 4217 code.
    CurrencyUnknown,
    /// The id of the attempt is empty or too long.
    AttemptInvalid,
    /// The instant is not `YYYY-MM-DDTHH:MM:SSZ`.
    InstantInvalid,
    /// The input of the card field is invalid.
    CardEntry(Vec<CardFieldError>),
    /// The event could not be written durably, so nothing happened.
    LogUnavailable,
}

impl From<LogFailure> for ProcessorError {
    fn from(_: LogFailure) -> Self {
        Self::LogUnavailable
    }
}
