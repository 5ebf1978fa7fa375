use billing::Instant;
use serde::{Deserialize, Serialize};

use crate::Plan;

/// Where one try to pay a quote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// Claimed; nothing has been sent to the gateway that could charge.
    Started,
    /// The gateway has been or is about to be asked to charge.
    Charging,
    /// The bank wants the buyer's confirmation.
    RequiresAction,
    /// No answer that says whether money moved; being found out.
    Unknown,
    /// Charged and applied.
    Charged,
    /// Refused by bank or card; nothing was charged.
    Declined,
    /// Given up; nothing was charged.
    Canceled,
}

impl AttemptState {
    /// Whether the state never changes again.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Charged | Self::Declined | Self::Canceled)
    }

    /// The word in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Charging => "charging",
            Self::RequiresAction => "requires_action",
            Self::Unknown => "unknown",
            Self::Charged => "charged",
            Self::Declined => "declined",
            Self::Canceled => "canceled",
        }
    }

    /// The state a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Started,
            Self::Charging,
            Self::RequiresAction,
            Self::Unknown,
            Self::Charged,
            Self::Declined,
            Self::Canceled,
        ]
        .into_iter()
        .find(|state| state.as_str() == word)
    }
}

/// Whether money moved, as far as the service knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Charged {
    /// The gateway said so.
    Yes,
    /// Certainly not.
    No,
    /// Not known yet.
    Unknown,
}

impl Charged {
    /// The word in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    /// What a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Yes, Self::No, Self::Unknown].into_iter().find(|charged| charged.as_str() == word)
    }
}

/// Why a charge was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeclineClass {
    /// Refused without a reason.
    Generic,
    /// Not enough money or credit.
    InsufficientFunds,
    /// The bank's confirmation failed or was refused.
    ConfirmationFailed,
    /// The card has expired.
    ExpiredCard,
}

impl DeclineClass {
    /// The word in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::InsufficientFunds => "insufficient_funds",
            Self::ConfirmationFailed => "confirmation_failed",
            Self::ExpiredCard => "expired_card",
        }
    }

    /// The class a word stands for; a word we do not know is `Generic`.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        [Self::InsufficientFunds, Self::ConfirmationFailed, Self::ExpiredCard]
            .into_iter()
            .find(|class| class.as_str() == word)
            .unwrap_or(Self::Generic)
    }

    /// Who can do something about it.
    #[must_use]
    pub const fn acts_next(self) -> NextActor {
        match self {
            Self::Generic => NextActor::Bank,
            Self::InsufficientFunds | Self::ExpiredCard => NextActor::Card,
            Self::ConfirmationFailed => NextActor::Buyer,
        }
    }
}

/// Who can do something about a decline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NextActor {
    /// The card's bank: ask there, or use another card.
    Bank,
    /// The card: use another one.
    Card,
    /// The buyer: confirm at the bank, or use another card.
    Buyer,
}

/// A refused charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Decline {
    /// Why.
    pub class: DeclineClass,
    /// Who can do something about it.
    pub acts_next: NextActor,
}

/// One try to pay one sealed quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// Opaque id; the reference a person can quote.
    pub id: String,
    /// Where it stands.
    pub state: AttemptState,
    /// Whether money moved.
    pub charged: Charged,
    /// The quote it pays.
    pub quote_id: String,
    /// Display name of who pays.
    pub by: String,
    /// When it began.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub started_at: Instant,
    /// What is being paid, in minor units.
    pub amount_due_minor: i64,
    /// Its currency.
    pub currency: String,
    /// The subscription when it began.
    pub before: Plan,
    /// The subscription once paid.
    pub after: Plan,
    /// When the service looks again, for an attempt that has not ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub next_check_at: Option<Instant>,
    /// The bank's page, when it wants a confirmation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation_url: Option<String>,
    /// Whether a person asked to cancel it. The gateway decides: it may have charged before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancel_requested: bool,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decline: Option<Decline>,
}
