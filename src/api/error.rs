use std::fmt;

use super::ProblemResponse;

/// Why a request failed, grouped by what the user can do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The service could not be reached, or a proxy responded in its place.
    Offline,
    /// No response in time.
    Timeout,
    /// There is no valid session.
    SignedOut,
    /// The service refused the request and reported the reason.
    Refused(Box<ProblemResponse>),
    /// The response could not be parsed.
    Malformed,
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Offline => "no connection",
            Self::Timeout => "request timed out",
            Self::SignedOut => "signed out",
            Self::Refused(refusal) => return write!(f, "refused: {}", refusal.code),
            Self::Malformed => "malformed response",
        })
    }
}

impl std::error::Error for ApiError {}
