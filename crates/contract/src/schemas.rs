//! Schemas of types from crates that do not depend on OpenAPI.

use utoipa::ToSchema;

/// A billing cycle.
#[derive(ToSchema, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cycle {
    /// One month.
    Monthly,
    /// Twelve months.
    Annual,
}

/// The subscription that the buyer wants after the upgrade.
#[derive(ToSchema, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Target {
    /// Total sessions after the upgrade.
    #[schema(minimum = 1, maximum = 10_000)]
    sessions: i64,
    /// Billing cycle after the upgrade.
    cycle: Cycle,
}
