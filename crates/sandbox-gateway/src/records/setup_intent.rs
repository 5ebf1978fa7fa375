use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Find, Metadata, PaymentError};

/// The status of a setup intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetupStatus {
    RequiresPaymentMethod,
    RequiresAction,
    Succeeded,
    Canceled,
}

/// The saving of a card in a checkout session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetupIntent {
    pub id: String,
    pub created: i64,
    pub session: String,
    /// Whether the session is limited to cards.
    pub is_card_only: bool,
    pub customer: Option<String>,
    pub payment_method: Option<String>,
    pub status: SetupStatus,
    pub last_error: Option<PaymentError>,
    /// The bank's page, while the bank must confirm.
    pub bank_url: Option<String>,
    pub return_url: Option<String>,
    pub metadata: Metadata,
}

impl SetupIntent {
    pub fn to_json(&self, find: &dyn Find) -> Value {
        let next_action = self.bank_url.as_ref().map(|url| {
            json!({
                "redirect_to_url": { "return_url": self.return_url, "url": url },
                "type": "redirect_to_url",
            })
        });
        json!({
            "id": self.id,
            "object": "setup_intent",
            "allowed_payment_method_types": self.is_card_only.then_some(["card"]),
            "application": null,
            "automatic_payment_methods": null,
            "cancellation_reason": (self.status == SetupStatus::Canceled).then_some("abandoned"),
            // The sandbox has no call that takes a client secret, so this one authorizes nothing.
            "client_secret": format!("{}_secret_sandbox", self.id),
            "created": self.created,
            "customer": self.customer,
            "description": null,
            "excluded_payment_method_types": null,
            "flow_directions": null,
            "last_setup_error": self.last_error.as_ref().map(|error| error.to_json(find)),
            "latest_attempt": null,
            "livemode": false,
            "mandate": null,
            "metadata": self.metadata,
            "next_action": next_action,
            "on_behalf_of": null,
            "payment_method": self.payment_method,
            "payment_method_configuration_details": null,
            "payment_method_options": { "card": { "mandate_options": null, "network": null, "request_three_d_secure": "automatic" } },
            "payment_method_types": ["card"],
            "single_use_mandate": null,
            "status": self.status,
            "usage": "off_session",
        })
    }
}
