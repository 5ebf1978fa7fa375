//! Stripe's objects in the shape of the pinned version.

use serde_json::{Value, json};

/// `object` with some fields replaced.
pub fn with(mut object: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { panic!("an object") };
    for (name, value) in changes {
        object[name] = value;
    }
    object
}

pub fn metadata() -> Value {
    json!({"deployment": "main", "organization": "101", "attempt": "att_1"})
}

pub fn account() -> Value {
    json!({"id": "acct_1", "object": "account", "country": "US", "charges_enabled": true, "type": "standard"})
}

pub fn customer() -> Value {
    json!({
        "id": "cus_1", "object": "customer", "balance": 0, "created": 1_773_653_400, "delinquent": false,
        "email": null, "livemode": false, "name": "Acme", "metadata": {"deployment": "main", "organization": "101"},
    })
}

pub fn card() -> Value {
    json!({
        "id": "pm_1", "object": "payment_method", "type": "card", "livemode": false, "customer": "cus_1",
        "created": 1_773_653_400, "allow_redisplay": "limited", "metadata": {},
        "billing_details": {"address": {"country": "DE"}, "email": null, "name": "B. Manager"},
        "card": {
            "brand": "visa", "checks": {"cvc_check": "pass"}, "country": "US", "display_brand": "visa",
            "exp_month": 12, "exp_year": 2030, "fingerprint": "x", "funding": "credit", "last4": "4242",
        },
    })
}

pub fn session() -> Value {
    json!({
        "id": "cs_test_1", "object": "checkout.session", "mode": "setup", "status": "open", "livemode": false,
        "url": "https://checkout.stripe.com/c/pay/cs_test_1", "expires_at": 1_773_739_800, "customer": "cus_1",
        "client_reference_id": "setup_1", "payment_status": "no_payment_required", "setup_intent": "seti_1",
        "amount_total": null, "payment_method_types": ["card"],
        "metadata": {"deployment": "main", "organization": "101"},
    })
}

pub fn complete_session() -> Value {
    with(
        session(),
        json!({
            "status": "complete", "url": null,
            "setup_intent": {
                "id": "seti_1", "object": "setup_intent", "status": "succeeded", "usage": "off_session",
                "payment_method": card(),
            },
        }),
    )
}

/// An intent that is not confirmed yet.
pub fn intent() -> Value {
    json!({
        "id": "pi_1", "object": "payment_intent", "status": "requires_confirmation", "amount": 24_155,
        "amount_capturable": 0, "amount_received": 0, "currency": "usd", "customer": "cus_1",
        "payment_method": "pm_1", "payment_method_types": ["card"], "latest_charge": null, "livemode": false,
        "created": 1_773_653_400, "canceled_at": null, "capture_method": "automatic_async",
        "client_secret": "pi_1_secret_x", "confirmation_method": "automatic", "last_payment_error": null,
        "next_action": null, "setup_future_usage": null, "metadata": metadata(),
    })
}

pub fn succeeded() -> Value {
    with(intent(), json!({"status": "succeeded", "amount_received": 24_155, "latest_charge": "ch_1"}))
}

/// The error that Stripe keeps in an intent and sends for a declined confirmation.
pub fn card_error(code: &str, decline_code: &str) -> Value {
    json!({
        "type": "card_error", "code": code, "decline_code": decline_code, "charge": "ch_1",
        "advice_code": "try_again_later", "message": "Your card was declined.",
    })
}

pub fn declined(code: &str, decline_code: &str) -> Value {
    with(
        intent(),
        json!({
            "status": "requires_payment_method", "payment_method": null, "latest_charge": "ch_1",
            "last_payment_error": card_error(code, decline_code),
        }),
    )
}

pub fn requires_action() -> Value {
    let url = "https://hooks.stripe.com/3d_secure/1";
    with(
        intent(),
        json!({
            "status": "requires_action",
            "next_action": {
                "type": "redirect_to_url",
                "redirect_to_url": {"url": url, "return_url": "https://billing.example.com/back"},
            },
        }),
    )
}

pub fn charge() -> Value {
    json!({
        "id": "ch_1", "object": "charge", "amount": 24_155, "amount_captured": 24_155, "amount_refunded": 0,
        "captured": true, "created": 1_773_653_460, "currency": "usd", "customer": "cus_1", "disputed": false,
        "failure_code": null, "livemode": false, "paid": true, "payment_intent": "pi_1",
        "payment_method": "pm_1", "refunded": false, "status": "succeeded", "metadata": metadata(),
        "outcome": {"network_status": "approved_by_network", "type": "authorized"},
    })
}

pub fn refund() -> Value {
    json!({
        "id": "re_1", "object": "refund", "amount": 1_000, "balance_transaction": "txn_1", "charge": "ch_1",
        "created": 1_773_739_800, "currency": "usd", "metadata": {}, "payment_intent": "pi_1",
        "reason": "requested_by_customer", "status": "succeeded",
    })
}

pub fn dispute() -> Value {
    json!({
        "id": "du_1", "object": "dispute", "amount": 24_155, "balance_transactions": [
            {"id": "txn_2", "object": "balance_transaction", "amount": -24_155, "fee": 1_500, "net": -25_655},
        ],
        "charge": "ch_1", "created": 1_773_739_800, "currency": "usd", "livemode": false, "metadata": {},
        "payment_intent": "pi_1", "reason": "fraudulent", "status": "needs_response",
    })
}

pub fn list(objects: &[Value], has_more: bool) -> Value {
    json!({"object": "list", "url": "/v1/things", "data": objects, "has_more": has_more})
}
