//! Schemas of types from crates that do not depend on OpenAPI, and of the gateway's webhooks.

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

/// An empty JSON object. The path of the request identifies the action.
#[derive(ToSchema, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

/// A webhook of the payment gateway.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct GatewayEvent {
    /// Unique id of the event. A redelivered event has the same id.
    id: String,
    /// The type of the event.
    r#type: String,
    /// The subject of the event.
    data: EventSubject,
}

/// The subject of a webhook.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct EventSubject {
    /// The payment intent.
    object: EventObject,
}

/// The payment intent of a webhook.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct EventObject {
    /// The gateway's id of the intent.
    id: String,
}
