use serde::{Deserialize, Serialize};

use crate::{Attempt, Receipt, Subscription};

/// Body of `POST …/testcloud/upgrades`: the sealed quote to pay. The backend never trusts a price from the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpgradeRequest {
    /// Id of the quote.
    pub quote_id: String,
    /// `quoteHash` of the quote.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9a-f]{64}$"))]
    pub quote_hash: String,
    /// `seal` of the quote.
    pub seal: String,
    /// The amount shown to the buyer, in minor units. Must equal the amount due of the quote.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub expected_due_minor: i64,
    /// Id of the card. Required if an amount is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method_id: Option<String>,
    /// Whether the buyer confirmed the annual commitment: no change to monthly before the end of the term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_one_way: Option<bool>,
}

/// Response to a payment, and to later requests for its attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UpgradeAnswer {
    /// The payment attempt.
    pub attempt: Attempt,
    /// The receipt. Absent unless the attempt is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// The subscription after the payment. Present only in the response to the payment request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription: Option<Subscription>,
}
