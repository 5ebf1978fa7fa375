use billing::Cycle;
use serde::{Deserialize, Serialize};

/// Body of `POST …/testcloud/promotion-checks`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PromotionCheck {
    /// The promotion code as entered by the buyer.
    pub code: String,
    /// Total sessions after the upgrade.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub sessions: i64,
    /// Billing cycle after the upgrade.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::schemas::Cycle))]
    pub cycle: Cycle,
}
