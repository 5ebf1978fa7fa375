use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Find, Metadata};
use crate::cards::{Authentication, TEST_CARDS, TestCard};

/// A saved card. Its number is never stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PaymentMethod {
    pub id: String,
    pub created: i64,
    /// The token of the test card.
    pub card: String,
    pub expires_month: u8,
    pub expires_year: u16,
    pub customer: Option<String>,
    /// Whether the customer authenticated when the card was saved.
    pub is_set_up: bool,
    pub metadata: Metadata,
}

impl PaymentMethod {
    /// The test card. A token that this version does not have is a card that succeeds.
    pub fn test_card(&self) -> &'static TestCard {
        let [first, ..] = &TEST_CARDS;
        TestCard::of_token(&self.card).unwrap_or(first)
    }

    pub fn to_json(&self, _: &dyn Find) -> Value {
        json!({
            "id": self.id,
            "object": "payment_method",
            "allow_redisplay": "unspecified",
            "billing_details": {
                "address": {
                    "city": null, "country": null, "line1": null, "line2": null, "postal_code": null, "state": null
                },
                "email": null,
                "name": null,
                "phone": null,
                "tax_id": null,
            },
            "card": self.card_json(),
            "created": self.created,
            "customer": self.customer,
            "customer_account": null,
            "livemode": false,
            "metadata": self.metadata,
            "type": "card",
        })
    }

    /// The `card` of the payment method.
    pub fn card_json(&self) -> Value {
        let card = self.test_card();
        json!({
            "brand": card.brand,
            "checks": { "address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass" },
            "country": "US",
            "display_brand": card.brand,
            "exp_month": self.expires_month,
            "exp_year": self.expires_year,
            "fingerprint": format!("sandbox{}{}", card.brand, card.last4()),
            "funding": if card.token.ends_with("_debit") { "debit" } else { "credit" },
            "generated_from": null,
            "last4": card.last4(),
            "networks": { "available": [card.brand], "preferred": null },
            "regulated_status": "unregulated",
            "three_d_secure_usage": { "supported": card.authentication != Authentication::Never },
            "wallet": null,
        })
    }
}
