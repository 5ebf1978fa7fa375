use serde::{Deserialize, Serialize};

/// Why a card is declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decline {
    Generic,
    InsufficientFunds,
    LostCard,
    StolenCard,
    ExpiredCard,
    IncorrectCvc,
    ProcessingError,
    Fraudulent,
    /// The payment requires authentication, and the customer is not there to authenticate.
    AuthenticationRequired,
}

impl Decline {
    /// The `code` of the error.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ExpiredCard => "expired_card",
            Self::IncorrectCvc => "incorrect_cvc",
            Self::ProcessingError => "processing_error",
            Self::AuthenticationRequired => "authentication_required",
            Self::Generic
            | Self::InsufficientFunds
            | Self::LostCard
            | Self::StolenCard
            | Self::Fraudulent => "card_declined",
        }
    }

    /// The `decline_code` of the error.
    pub const fn decline_code(self) -> &'static str {
        match self {
            Self::Generic => "generic_decline",
            Self::InsufficientFunds => "insufficient_funds",
            Self::LostCard => "lost_card",
            Self::StolenCard => "stolen_card",
            Self::ExpiredCard => "expired_card",
            Self::IncorrectCvc => "incorrect_cvc",
            Self::ProcessingError => "processing_error",
            Self::Fraudulent => "fraudulent",
            Self::AuthenticationRequired => "authentication_required",
        }
    }

    /// The sentence of the error.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Generic | Self::LostCard | Self::StolenCard | Self::Fraudulent => "The card was declined.",
            Self::InsufficientFunds => "The card has insufficient funds.",
            Self::ExpiredCard => "The card has expired.",
            Self::IncorrectCvc => "The security code of the card is incorrect.",
            Self::ProcessingError => "An error occurred while the card was processed. Try again later.",
            Self::AuthenticationRequired => "The card was declined. This payment requires authentication.",
        }
    }
}
