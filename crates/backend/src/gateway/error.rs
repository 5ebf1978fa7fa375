use std::time::Duration;

/// Why a call to the gateway has no answer to act on. The variants differ in what is known about the money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// No connection was made, so nothing was sent.
    #[error("the gateway cannot be reached")]
    Unreachable,
    /// Sent, but the answer did not come in time, was a 5xx, or could not be read. The call may have taken effect:
    /// retrieve the intent to know.
    #[error("the outcome at the gateway is not known")]
    Unknown,
    /// 429 or 503. Repeat with the same key after the pause; a confirm repeated this way cannot charge twice.
    #[error("the gateway asks to be called again in {} s", retry_after.as_secs())]
    Busy {
        /// How long the gateway asks to be left alone.
        retry_after: Duration,
    },
    /// The gateway does not know the token or the intent.
    #[error("the gateway does not know it")]
    NotFound,
    /// The request itself was wrong, and repeating it will not help.
    #[error("the gateway refused the request: {code}")]
    Refused {
        /// The gateway's stable code.
        code: String,
    },
}

impl GatewayError {
    /// How long the gateway asked not to be called.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after } => Some(*retry_after),
            _ => None,
        }
    }
}
