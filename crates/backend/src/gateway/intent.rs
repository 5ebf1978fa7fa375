use serde::{Deserialize, Serialize};

/// One attempt's payment as the gateway keeps it. It charges at most once, ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Intent {
    /// The gateway's id.
    pub id: String,
    /// Where the payment stands.
    pub status: IntentStatus,
    /// What it charges, in minor units of `currency`.
    pub amount_minor: i64,
    /// The ISO 4217 code.
    pub currency: String,
    /// The organization it was created for.
    pub organization: i64,
    /// The attempt it was created for.
    pub attempt: String,
    /// Why it was declined; kept when the declined intent is canceled.
    pub decline: Option<DeclineReason>,
    /// The bank's page while the status is `requires_action`. `?return=` takes the address to come back to.
    pub confirmation_url: Option<String>,
}

/// Where a payment stands at the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntentStatus {
    /// Created; it cannot charge before it is confirmed.
    Unconfirmed,
    /// Confirmed, and the gateway itself does not know yet.
    Processing,
    /// The person must confirm with the bank first.
    RequiresAction,
    /// The money was taken. Final.
    Succeeded,
    /// No money was taken, and none will be; it may still be canceled.
    Declined,
    /// No money was taken, and none will be. Final.
    Canceled,
}

/// Why a payment was declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// The bank of the card does not cover the amount.
    InsufficientFunds,
    /// The card had expired when it was charged.
    ExpiredCard,
    /// The bank's confirmation was tried and failed.
    ConfirmationFailed,
    /// The person refused on the bank's page.
    ConfirmationRefused,
    /// The card was reported lost.
    LostCard,
    /// The card was reported stolen.
    StolenCard,
    /// The bank advises not to try this card again.
    DoNotTryAgain,
    /// The bank gives no reason, or one this service has no words for.
    #[serde(other)]
    GenericDecline,
}

impl DeclineReason {
    /// The word in the database and at the gateway.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InsufficientFunds => "insufficient_funds",
            Self::ExpiredCard => "expired_card",
            Self::ConfirmationFailed => "confirmation_failed",
            Self::ConfirmationRefused => "confirmation_refused",
            Self::LostCard => "lost_card",
            Self::StolenCard => "stolen_card",
            Self::DoNotTryAgain => "do_not_try_again",
            Self::GenericDecline => "generic_decline",
        }
    }

    /// Whether the same card may be charged again later.
    #[must_use]
    pub const fn allows_retry(self) -> bool {
        !matches!(self, Self::LostCard | Self::StolenCard | Self::DoNotTryAgain)
    }
}

/// A payment to create, unconfirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIntent {
    /// `{attempt}:create`; the same key with the same rest answers the same intent.
    pub idempotency_key: String,
    /// The organization that pays.
    pub organization: i64,
    /// What to charge, in minor units of `currency`; above 0.
    pub amount_minor: i64,
    /// The ISO 4217 code.
    pub currency: String,
    /// The card, as [`Card::card_ref`](super::Card::card_ref) names it.
    pub card_ref: String,
    /// The attempt this pays, kept with the intent so that a list of intents can be matched.
    pub attempt: String,
}

impl IntentStatus {
    /// Whether the gateway will never change it by itself or by a person's act.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Succeeded | Self::Declined | Self::Canceled)
    }
}
