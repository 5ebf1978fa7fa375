use std::time::Duration;

/// A failed gateway call. The variants differ in what is known about the money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The connection failed, so nothing was sent.
    #[error("the gateway cannot be reached")]
    Unreachable,
    /// The request was sent, but the response timed out, was a 5xx, or could not be parsed. The call may have taken
    /// effect: retrieve the intent to find out.
    #[error("the outcome at the gateway is not known")]
    Unknown,
    /// 429 or 503. Retry with the same key after the pause. A confirm that is retried this way cannot charge twice.
    #[error("the gateway is busy; retry after {} s", retry_after.as_secs())]
    Busy {
        /// The gateway's `Retry-After`.
        retry_after: Duration,
    },
    /// The token or the intent does not exist at the gateway.
    #[error("not found at the gateway")]
    NotFound,
    /// The card does not exist at the gateway any more. Another card is needed.
    #[error("the card is not known at the gateway")]
    CardUnknown,
    /// The request was invalid. A retry would fail too.
    #[error("the gateway refused the request: {code}")]
    Refused {
        /// The gateway's stable code.
        code: String,
    },
}

impl GatewayError {
    /// Whether the gateway answered and refused: the same request would be refused again.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(self, Self::NotFound | Self::CardUnknown | Self::Refused { .. })
    }

    /// The gateway's `Retry-After`.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after } => Some(*retry_after),
            _ => None,
        }
    }
}
