use billing::{Cycle, Instant, Snapshot};
use serde::{Deserialize, Serialize};

use crate::{AccessRequest, Attempt, OrganizationRef, PaymentMethod};

/// Whether a subscription runs, and how it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionStatus {
    /// Runs and renews.
    Active,
    /// Runs to the end of the paid period and does not renew.
    Canceled,
    /// A renewal could not be charged.
    PastDue,
    /// Over.
    Ended,
}

impl SubscriptionStatus {
    /// The word in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Canceled => "canceled",
            Self::PastDue => "past_due",
            Self::Ended => "ended",
        }
    }

    /// The status a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Active, Self::Canceled, Self::PastDue, Self::Ended]
            .into_iter()
            .find(|status| status.as_str() == word)
    }
}

/// Sessions and cycle: what an upgrade changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Parallel sessions.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub sessions: i64,
    /// Billing cycle.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::openapi::types::Cycle))]
    pub cycle: Cycle,
}

/// Who changed the subscription, when, and what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Display name of the person, or of the system for a renewal.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// Before.
    pub before: Plan,
    /// After.
    pub after: Plan,
}

/// The TestCloud subscription of one organization, with all the engine needs to quote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Whose it is.
    pub organization: OrganizationRef,
    /// Its tax id, for quotes and receipts, where one is known.
    #[serde(default)]
    pub tax_id: Option<String>,
    /// Rises with every upgrade, renewal, cancellation, reactivation and balance correction.
    pub version: i64,
    /// Whether it runs.
    pub status: SubscriptionStatus,
    /// Whether a renewal is due and not booked yet. Quotes are refused with `renewal_in_progress` until it is.
    #[serde(default)]
    pub renewal_due: bool,
    /// The plan's name.
    pub plan_name: String,
    /// Most sessions the plan allows.
    pub max_sessions: i64,
    /// The backend's clock; no other clock is an input of a price.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub server_time: Instant,
    /// Whether this is the product's sample data.
    pub sample_data: bool,
    /// Where the gateway's hosted card field lives; framed by the page, never read by it.
    pub card_field_url: String,
    /// The engine's input less target and code.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub engine: Snapshot,
    /// The card on file.
    pub payment_method: Option<PaymentMethod>,
    /// The last upgrade.
    pub last_upgrade: Option<Change>,
    /// An attempt to pay that has not ended.
    pub open_attempt: Option<Attempt>,
    /// Upgrades that members asked for, newest first.
    pub access_requests: Vec<AccessRequest>,
}
