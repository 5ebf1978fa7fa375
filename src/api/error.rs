use std::fmt;

use super::Refusal;

/// Why a call has no usable answer, by what the reader can do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The service was not reached, or did not answer itself.
    Offline,
    /// No answer in time.
    Timeout,
    /// There is no valid session (any more).
    SignedOut,
    /// The service said no, and why.
    Refused(Box<Refusal>),
    /// An answer that makes no sense.
    Malformed,
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Offline => "no connection",
            Self::Timeout => "no answer in time",
            Self::SignedOut => "signed out",
            Self::Refused(refusal) => return write!(f, "refused: {}", refusal.code),
            Self::Malformed => "unreadable answer",
        })
    }
}

impl std::error::Error for ApiError {}
