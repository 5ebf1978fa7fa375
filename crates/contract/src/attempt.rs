use billing::Instant;
use serde::{Deserialize, Serialize};

use crate::Plan;

/// The state of a payment attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// Claimed. No charge request has been sent to the gateway.
    Started,
    /// A charge request has been sent to the gateway, or is about to be sent.
    Charging,
    /// The bank requires a confirmation from the buyer.
    RequiresAction,
    /// The outcome is unknown. Recovery is checking whether the payment went through.
    Unknown,
    /// The payment succeeded and the upgrade is applied.
    Charged,
    /// The bank or the card network declined the charge. Nothing was charged.
    Declined,
    /// The attempt was canceled. Nothing was charged.
    Canceled,
}

impl AttemptState {
    /// Returns whether the state is final.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Charged | Self::Declined | Self::Canceled)
    }

    /// Returns the value used in JSON and in the database.
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

    /// Parses the value used in JSON and in the database.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
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
        .find(|state| state.as_str() == value)
    }
}

/// Whether money moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Charged {
    /// The gateway confirmed the charge.
    Yes,
    /// Nothing was charged.
    ///
    /// In a refusal of a payment, this is about the refused request: it was checked while no attempt held its
    /// idempotency key, and it created none, or the attempt that it created has ended and released the key. An earlier
    /// copy of the request that is still in transit can then be accepted, unless the reason can never end, as for
    /// `version_changed`. Limits, open payments, renewals and failures of the gateway end, a promotion code can become
    /// available again, and a clock can be set back. A client that sent the request more than once therefore reads the
    /// outcome by the key. The copies can never be charged twice.
    No,
    /// The outcome is not known yet.
    Unknown,
}

impl Charged {
    /// Returns the value used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    /// Parses the value used in JSON and in the database.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        [Self::Yes, Self::No, Self::Unknown].into_iter().find(|charged| charged.as_str() == value)
    }
}

/// The reason for a declined charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeclineClass {
    /// Declined without a specific reason.
    Generic,
    /// Insufficient funds or credit.
    InsufficientFunds,
    /// The buyer's confirmation at the bank failed or was refused.
    ConfirmationFailed,
    /// The card has expired.
    ExpiredCard,
}

impl DeclineClass {
    /// Returns the value used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::InsufficientFunds => "insufficient_funds",
            Self::ConfirmationFailed => "confirmation_failed",
            Self::ExpiredCard => "expired_card",
        }
    }

    /// Parses the value used in JSON and in the database. Unknown values are `Generic`.
    #[must_use]
    pub fn parse(value: &str) -> Self {
        [Self::InsufficientFunds, Self::ConfirmationFailed, Self::ExpiredCard]
            .into_iter()
            .find(|class| class.as_str() == value)
            .unwrap_or(Self::Generic)
    }
}

/// A declined charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Decline {
    /// The reason.
    pub class: DeclineClass,
}

/// An attempt to pay a sealed quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// Opaque id, and the reference for support.
    pub id: String,
    /// The state of the attempt.
    pub state: AttemptState,
    /// Whether money moved.
    pub charged: Charged,
    /// Id of the quote.
    pub quote_id: String,
    /// Display name of the buyer.
    pub by: String,
    /// When the attempt started.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub started_at: Instant,
    /// The amount due in minor units.
    pub amount_due_minor: i64,
    /// ISO 4217 code of the currency.
    pub currency: String,
    /// Sessions and cycle before the upgrade.
    pub before: Plan,
    /// Sessions and cycle after the upgrade.
    pub after: Plan,
    /// When the backend next checks the attempt. Absent if the attempt has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub next_check_at: Option<Instant>,
    /// URL of the bank's confirmation page. Absent if no confirmation is required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation_url: Option<String>,
    /// Whether a cancellation was requested. The gateway may have charged before the cancellation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancel_requested: bool,
    /// Why the charge was declined. Absent if it was not declined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decline: Option<Decline>,
}
