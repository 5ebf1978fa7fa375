use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Find, Metadata, PaymentMethod, Record};
use crate::cards::Decline;

/// One try to take the money of a payment intent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Charge {
    pub id: String,
    pub created: i64,
    pub payment_intent: String,
    pub amount: i64,
    pub currency: String,
    /// Why the charge failed. `None` when it succeeded.
    pub decline: Option<Decline>,
    pub customer: Option<String>,
    pub payment_method: String,
    pub description: Option<String>,
    pub amount_refunded: i64,
    pub disputed: bool,
    pub metadata: Metadata,
}

impl Charge {
    /// Whether the money was taken.
    pub const fn has_succeeded(&self) -> bool {
        self.decline.is_none()
    }

    /// Whether the charge may become `next`: only refunds and disputes change.
    pub fn may_become(&self, next: &Self) -> bool {
        self.amount == next.amount
            && self.currency == next.currency
            && self.decline == next.decline
            && (0..=next.amount).contains(&next.amount_refunded)
    }

    pub fn to_json(&self, find: &dyn Find) -> Value {
        let card = match find.find(&self.payment_method) {
            Some(Record::PaymentMethod(method)) => card_details(method),
            _ => Value::Null,
        };
        let succeeded = self.has_succeeded();
        let captured = if succeeded { self.amount } else { 0 };
        let outcome = match self.decline {
            None => json!({
                "advice_code": null, "network_advice_code": null, "network_decline_code": null,
                "network_status": "approved_by_network", "reason": null, "risk_level": "normal",
                "seller_message": "Payment complete.", "type": "authorized",
            }),
            Some(decline) => json!({
                "advice_code": null, "network_advice_code": null, "network_decline_code": null,
                "network_status": "declined_by_network", "reason": decline.decline_code(), "risk_level": "normal",
                "seller_message": decline.message(), "type": "issuer_declined",
            }),
        };
        json!({
            "id": self.id,
            "object": "charge",
            "amount": self.amount,
            "amount_captured": captured,
            "amount_refunded": self.amount_refunded,
            "application": null,
            "application_fee": null,
            "application_fee_amount": null,
            // The sandbox has no balance.
            "balance_transaction": null,
            "billing_details": {
                "address": {
                    "city": null, "country": null, "line1": null, "line2": null, "postal_code": null, "state": null
                },
                "email": null,
                "name": null,
                "phone": null,
                "tax_id": null,
            },
            "calculated_statement_descriptor": "SANDBOX",
            "captured": succeeded,
            "created": self.created,
            "currency": self.currency,
            "customer": self.customer,
            "description": self.description,
            "disputed": self.disputed,
            "failure_balance_transaction": null,
            "failure_code": self.decline.map(Decline::code),
            "failure_message": self.decline.map(Decline::message),
            "fraud_details": {},
            "livemode": false,
            "metadata": self.metadata,
            "on_behalf_of": null,
            "outcome": outcome,
            "paid": succeeded,
            "payment_intent": self.payment_intent,
            "payment_method": self.payment_method,
            "payment_method_details": { "card": card, "type": "card" },
            "receipt_email": null,
            "receipt_number": null,
            "receipt_url": null,
            "refunded": succeeded && self.amount_refunded == self.amount,
            "review": null,
            "shipping": null,
            "source": null,
            "source_transfer": null,
            "statement_descriptor": null,
            "statement_descriptor_suffix": null,
            "status": if succeeded { "succeeded" } else { "failed" },
            "transfer_data": null,
            "transfer_group": null,
        })
    }
}

fn card_details(method: &PaymentMethod) -> Value {
    let card = method.test_card();
    json!({
        "brand": card.brand,
        "checks": { "address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass" },
        "country": "US",
        "exp_month": method.expires_month,
        "exp_year": method.expires_year,
        "fingerprint": format!("sandbox{}{}", card.brand, card.last4()),
        "funding": "credit",
        "installments": null,
        "last4": card.last4(),
        "mandate": null,
        "network": card.brand,
        "three_d_secure": null,
        "wallet": null,
    })
}
