use serde_json::{Value, json};

/// The account of the API key.
pub fn to_json(id: &str) -> Value {
    json!({
        "id": id,
        "object": "account",
        "business_profile": { "mcc": null, "name": "Sandbox", "support_email": null, "url": null },
        "business_type": "company",
        "capabilities": { "card_payments": "active", "transfers": "active" },
        "charges_enabled": true,
        "controller": { "type": "account" },
        "country": "US",
        "default_currency": "usd",
        "details_submitted": true,
        "email": null,
        "metadata": {},
        "payouts_enabled": true,
        "settings": { "dashboard": { "display_name": "Sandbox", "timezone": "Etc/UTC" } },
        "type": "standard",
    })
}
