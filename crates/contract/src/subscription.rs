use billing::{Cycle, Instant, Snapshot};
use serde::{Deserialize, Serialize};

use crate::{AccessRequest, Attempt, OrganizationRef, PaymentMethod};

/// The status of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionStatus {
    /// Active, with automatic renewal.
    Active,
    /// Active until the end of the paid period, without renewal.
    Canceled,
    /// A renewal could not be charged.
    PastDue,
    /// Ended.
    Ended,
}

impl SubscriptionStatus {
    /// Returns the value used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Canceled => "canceled",
            Self::PastDue => "past_due",
            Self::Ended => "ended",
        }
    }

    /// Parses the value used in JSON and in the database.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        [Self::Active, Self::Canceled, Self::PastDue, Self::Ended]
            .into_iter()
            .find(|status| status.as_str() == value)
    }
}

/// Sessions and billing cycle of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Parallel sessions.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub sessions: i64,
    /// Billing cycle.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::schemas::Cycle))]
    pub cycle: Cycle,
}

/// A change of a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Display name of the person, or of the system for a renewal.
    pub by: String,
    /// When the change was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// Sessions and cycle before the change.
    pub before: Plan,
    /// Sessions and cycle after the change.
    pub after: Plan,
}

/// The TestCloud subscription of an organization, with the engine's input for quotes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// The organization that subscribes.
    pub organization: OrganizationRef,
    /// The organization's tax id for quotes and receipts, if known.
    #[serde(default)]
    pub tax_id: Option<String>,
    /// Increases with every upgrade, renewal, cancellation, reactivation and balance correction.
    pub version: i64,
    /// The status of the subscription.
    pub status: SubscriptionStatus,
    /// Whether a renewal is due and not booked yet. Until then, quotes are refused with `renewal_in_progress`.
    #[serde(default)]
    pub renewal_due: bool,
    /// The plan's name.
    pub plan_name: String,
    /// Maximum number of sessions of the plan.
    pub max_sessions: i64,
    /// Current time of the backend, the only clock used for prices.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub server_time: Instant,
    /// Whether this is sample data.
    pub sample_data: bool,
    /// Whether the bank requires that a person confirms the unpaid renewal. Request its page with
    /// `POST …/testcloud/renewals/current/confirmation`.
    #[serde(default)]
    pub renewal_confirmable: bool,
    /// The engine's input, without target and promotion code.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub engine: Snapshot,
    /// The card on file.
    pub payment_method: Option<PaymentMethod>,
    /// The last upgrade.
    pub last_upgrade: Option<Change>,
    /// The payment attempt in progress.
    pub open_attempt: Option<Attempt>,
    /// Upgrades that members requested, newest first.
    pub access_requests: Vec<AccessRequest>,
}
