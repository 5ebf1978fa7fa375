use std::time::Duration;

/// A failed gateway call. The variants differ in what is known about the money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The connection failed, so nothing was sent.
    #[error("the gateway cannot be reached")]
    Unreachable,
    /// The request was sent, but the response timed out, could not be parsed or belongs to something else, or an
    /// earlier request with the same key is still running. The call may have taken effect: retrieve the intent to
    /// find out. A repeated create with the same key is safe.
    #[error("the outcome at the gateway is not known")]
    Unknown,
    /// The response is a 5xx. The call may have taken effect, as with [`Unknown`](Self::Unknown), but the gateway
    /// stores the response: the same key returns it again, so a repeated create needs a new key.
    #[error("the gateway failed")]
    ServerError {
        /// The gateway's `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// The gateway did not execute the call. Retry with the same key after the pause. A confirm that is retried this
    /// way cannot charge twice.
    #[error("the gateway is busy; retry after {} s", retry_after.as_secs())]
    Busy {
        /// The gateway's `Retry-After`.
        retry_after: Duration,
    },
    /// The API key is wrong, revoked or lacks a permission. Nothing was executed.
    #[error("the gateway refused the API key: {code}")]
    Unauthorized {
        /// The gateway's stable code.
        code: String,
    },
    /// The object does not exist at the gateway.
    #[error("not found at the gateway")]
    NotFound,
    /// The card does not exist at the gateway any more, or belongs to another customer. Another card is needed.
    #[error("the card is not known at the gateway")]
    CardUnknown,
    /// The object belongs to another deployment or another service that uses the same account. Ignore it.
    #[error("the object belongs to another deployment")]
    OtherDeployment,
    /// The request was invalid, or the object's state does not allow it. The call had no effect, and a retry would
    /// fail too. Retrieve the intent to learn its state.
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
        matches!(
            self,
            Self::Unauthorized { .. }
                | Self::NotFound
                | Self::CardUnknown
                | Self::OtherDeployment
                | Self::Refused { .. }
        )
    }

    /// Whether the call may have taken effect.
    #[must_use]
    pub const fn may_have_taken_effect(&self) -> bool {
        matches!(self, Self::Unknown | Self::ServerError { .. })
    }

    /// The gateway's `Retry-After`.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after } => Some(*retry_after),
            Self::ServerError { retry_after } => *retry_after,
            _ => None,
        }
    }
}
