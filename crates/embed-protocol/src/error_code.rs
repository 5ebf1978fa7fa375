use serde::{Deserialize, Serialize};

/// The code of a `tcu.error` message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The parent uses a major version that the frame does not support. Sent once per document.
    Version,
    /// No valid `tcu.init` was received within 10 seconds. The frame shows a link to the stand-alone page.
    InitTimeout,
    /// The code is unknown, expired, already used, or was issued for another client, origin or organization. Request
    /// a new code from the portal's server.
    CodeInvalid,
    /// The parent did not answer `tcu.auth.request` within 30 seconds.
    AuthTimeout,
    /// The parent answered `tcu.auth.request` with `tcu.auth.denied`.
    AuthDenied,
    /// The person is not a member of the organization, or it does not exist.
    OrganizationNotFound,
    /// `tcu.navigate` was refused because a payment is in progress. Wait for `tcu.pay.settled`.
    PaymentInProgress,
    /// Too many requests. Try again later.
    RateLimited,
    /// The billing service is temporarily unavailable.
    ServiceUnavailable,
    /// An unexpected error of the frame or the billing service.
    Internal,
}

impl ErrorCode {
    /// Returns whether another try can succeed.
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        match self {
            Self::CodeInvalid
            | Self::AuthTimeout
            | Self::PaymentInProgress
            | Self::RateLimited
            | Self::ServiceUnavailable => true,
            Self::Version
            | Self::InitTimeout
            | Self::AuthDenied
            | Self::OrganizationNotFound
            | Self::Internal => false,
        }
    }
}
