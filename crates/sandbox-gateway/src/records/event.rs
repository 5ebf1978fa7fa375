use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Find;
use crate::version::API_VERSION;

/// A change that webhook endpoints are told about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Event {
    pub id: String,
    pub created: i64,
    /// The type, such as `payment_intent.succeeded`.
    pub name: String,
    /// The object when the event happened.
    pub object: Value,
    /// The request that caused the event.
    pub request: Option<String>,
    pub idempotency_key: Option<String>,
    /// The number of endpoints that had to receive the event when it happened.
    pub endpoints: usize,
    /// The endpoints that have accepted the event.
    pub delivered: Vec<String>,
}

impl Event {
    pub fn to_json(&self, _: &dyn Find) -> Value {
        json!({
            "id": self.id,
            "object": "event",
            "api_version": API_VERSION,
            "created": self.created,
            "data": { "object": self.object },
            "livemode": false,
            "pending_webhooks": self.endpoints.saturating_sub(self.delivered.len()),
            "request": { "id": self.request, "idempotency_key": self.idempotency_key },
            "type": self.name,
        })
    }
}
