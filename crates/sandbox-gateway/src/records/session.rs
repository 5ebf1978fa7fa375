use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Find, Metadata};

/// The status of a checkout session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    Open,
    Complete,
    Expired,
}

/// A checkout session in setup mode.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    pub id: String,
    pub created: i64,
    pub expires_at: i64,
    /// Whether the session is limited to cards.
    pub is_card_only: bool,
    pub status: SessionStatus,
    pub customer: Option<String>,
    pub setup_intent: String,
    pub success_url: String,
    pub cancel_url: Option<String>,
    pub locale: Option<String>,
    pub client_reference_id: Option<String>,
    /// The currency parameter, which Stripe requires for dynamic payment methods.
    pub currency: Option<String>,
    /// The setup page.
    pub url: String,
    pub metadata: Metadata,
}

impl Session {
    /// Whether the page is open at this time, in seconds.
    pub fn is_open(&self, now: i64) -> bool {
        self.status == SessionStatus::Open && now < self.expires_at
    }

    pub fn to_json(&self, _: &dyn Find) -> Value {
        json!({
            "id": self.id,
            "object": "checkout.session",
            "adaptive_pricing": null,
            "after_expiration": null,
            "allow_promotion_codes": null,
            "allowed_payment_method_types": self.is_card_only.then_some(["card"]),
            "amount_subtotal": null,
            "amount_total": null,
            "automatic_tax": { "enabled": false, "liability": null, "provider": null, "status": null },
            "billing_address_collection": null,
            "cancel_url": self.cancel_url,
            "client_reference_id": self.client_reference_id,
            "client_secret": null,
            "collected_information": null,
            "consent": null,
            "consent_collection": null,
            "created": self.created,
            "currency": self.currency,
            "currency_conversion": null,
            "custom_fields": [],
            "custom_text": { "after_submit": null, "shipping_address": null, "submit": null, "terms_of_service_acceptance": null },
            "customer": self.customer,
            "customer_account": null,
            "customer_creation": null,
            "customer_details": null,
            "customer_email": null,
            "discounts": null,
            "expires_at": self.expires_at,
            "integration_identifier": null,
            "invoice": null,
            "invoice_creation": null,
            "livemode": false,
            "locale": self.locale,
            "managed_payments": null,
            "metadata": self.metadata,
            "mode": "setup",
            "origin_context": null,
            "payment_intent": null,
            "payment_link": null,
            "payment_method_collection": "always",
            "payment_method_configuration_details": null,
            "payment_method_options": {},
            "payment_method_types": ["card"],
            "payment_status": "no_payment_required",
            "permissions": null,
            "phone_number_collection": { "enabled": false },
            "recovered_from": null,
            "saved_payment_method_options": null,
            "setup_intent": self.setup_intent,
            "shipping_address_collection": null,
            "shipping_cost": null,
            "shipping_options": [],
            "status": self.status,
            "submit_type": null,
            "subscription": null,
            "success_url": self.success_url,
            "total_details": null,
            "ui_mode": "hosted_page",
            "wallet_options": null,
            "url": (self.status == SessionStatus::Open).then_some(&self.url),
        })
    }
}
