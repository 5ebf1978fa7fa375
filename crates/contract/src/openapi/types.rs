//! Schemas of types that are defined where OpenAPI is not known.

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

/// What the buyer wants the subscription to be.
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

/// An empty object: the body of a call whose path identifies the action.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

/// A webhook of the payment gateway.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct GatewayEvent {
    /// Unique; an event delivered again has the same.
    id: String,
    /// What happened.
    r#type: String,
    /// What it happened to.
    data: EventSubject,
}

/// What a webhook is about.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct EventSubject {
    /// The intent.
    object: EventObject,
}

/// The object of a webhook.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct EventObject {
    /// Its id at the gateway.
    id: String,
}
