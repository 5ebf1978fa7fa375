use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Find, Metadata, PaymentError};

/// The status of a payment intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntentStatus {
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    Succeeded,
    Canceled,
}

/// A payment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PaymentIntent {
    pub id: String,
    pub created: i64,
    pub amount: i64,
    pub currency: String,
    /// Whether the payment is limited to cards.
    pub is_card_only: bool,
    pub status: IntentStatus,
    pub customer: Option<String>,
    pub payment_method: Option<String>,
    pub latest_charge: Option<String>,
    pub last_error: Option<PaymentError>,
    pub canceled_at: Option<i64>,
    pub cancellation_reason: Option<String>,
    pub description: Option<String>,
    pub setup_future_usage: Option<String>,
    /// The bank's page, while the bank must confirm.
    pub bank_url: Option<String>,
    pub return_url: Option<String>,
    pub metadata: Metadata,
}

impl IntentStatus {
    /// The name of the status in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "requires_payment_method",
            Self::RequiresConfirmation => "requires_confirmation",
            Self::RequiresAction => "requires_action",
            Self::Succeeded => "succeeded",
            Self::Canceled => "canceled",
        }
    }

    /// Whether the status never changes.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Canceled)
    }
}

impl PaymentIntent {
    /// Whether the intent may become `next`: amount and currency stay, and a final status too.
    pub fn may_become(&self, next: &Self) -> bool {
        self.amount == next.amount
            && self.currency == next.currency
            && (!self.status.is_final()
                || self.status == next.status && self.latest_charge == next.latest_charge)
    }

    pub fn to_json(&self, find: &dyn Find) -> Value {
        let next_action = self.bank_url.as_ref().map(|url| match &self.return_url {
            Some(return_url) => json!({
                "redirect_to_url": { "return_url": return_url, "url": url },
                "type": "redirect_to_url",
            }),
            None => json!({
                "type": "use_stripe_sdk",
                "use_stripe_sdk": { "stripe_js": url, "type": "three_d_secure_redirect" },
            }),
        });
        let received = if self.status == IntentStatus::Succeeded { self.amount } else { 0 };
        json!({
            "id": self.id,
            "object": "payment_intent",
            "allowed_payment_method_types": self.is_card_only.then_some(["card"]),
            "amount": self.amount,
            "amount_capturable": 0,
            "amount_details": { "tip": {} },
            "amount_received": received,
            "application": null,
            "application_fee_amount": null,
            "automatic_payment_methods": null,
            "canceled_at": self.canceled_at,
            "cancellation_reason": self.cancellation_reason,
            "capture_method": "automatic_async",
            // The sandbox has no call that takes a client secret, so this one authorizes nothing.
            "client_secret": format!("{}_secret_sandbox", self.id),
            "confirmation_method": "automatic",
            "created": self.created,
            "currency": self.currency,
            "customer": self.customer,
            "customer_account": null,
            "description": self.description,
            "excluded_payment_method_types": null,
            "last_payment_error": self.last_error.as_ref().map(|error| error.to_json(find)),
            "latest_charge": self.latest_charge,
            "livemode": false,
            "managed_payments": null,
            "metadata": self.metadata,
            "next_action": next_action,
            "on_behalf_of": null,
            "payment_method": self.payment_method,
            "payment_method_configuration_details": null,
            "payment_method_options": {
                "card": {
                    "installments": null,
                    "mandate_options": null,
                    "network": null,
                    "request_three_d_secure": "automatic",
                },
            },
            "payment_method_types": ["card"],
            "payment_record": null,
            "processing": null,
            "receipt_email": null,
            "review": null,
            "setup_future_usage": self.setup_future_usage,
            "shipping": null,
            "source": null,
            "statement_descriptor": null,
            "statement_descriptor_suffix": null,
            "status": self.status,
            "transfer_data": null,
            "transfer_group": null,
        })
    }
}
