use serde::{Deserialize, Serialize};

use crate::{Attempt, Receipt, Subscription};

/// Body of `POST …/testcloud/upgrades`: which sealed quote to pay, never a price to trust.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpgradeRequest {
    /// The quote.
    pub quote_id: String,
    /// Its fingerprint.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9a-f]{64}$"))]
    pub quote_hash: String,
    /// Its seal.
    pub seal: String,
    /// The amount the buyer saw; must be the quote's.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub expected_due_minor: i64,
    /// The card, when something is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method_id: Option<String>,
    /// The buyer ticked that annual cannot go back to monthly before its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_one_way: Option<bool>,
}

/// Answer to a payment and to every later question about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UpgradeAnswer {
    /// The attempt as it stands.
    pub attempt: Attempt,
    /// Once charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// The subscription as the payment left it, in the answer to the payment itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription: Option<Subscription>,
}
