use std::time::Duration;

use gateway::{Confirmation, DeclineReason, GatewayError, Intent, IntentStatus, PaymentGateway, Presence};
use serde_json::{Value, json};

use crate::fake_stripe::{Answer, FakeStripe};
use crate::fixtures::{self, with};

async fn confirm(stripe: &FakeStripe) -> Result<Intent, GatewayError> {
    let confirmation = Confirmation { card_ref: "pm_1".into(), presence: Presence::OffSession };
    stripe.client().confirm("pi_1", &confirmation, "att_1:confirm").await
}

fn error(kind: &str, code: &str, param: &str) -> Value {
    json!({"error": {"type": kind, "code": code, "param": param, "message": "Something is wrong."}})
}

fn decline(code: &str, decline_code: &str) -> Value {
    let intent = fixtures::declined(code, decline_code);
    json!({"error": with(fixtures::card_error(code, decline_code), json!({"payment_intent": intent}))})
}

#[tokio::test]
async fn declined_confirmation_is_a_declined_intent() {
    for (code, decline_code, reason) in [
        ("card_declined", "insufficient_funds", DeclineReason::InsufficientFunds),
        ("card_declined", "generic_decline", DeclineReason::GenericDecline),
        ("authentication_required", "authentication_required", DeclineReason::AuthenticationRequired),
        ("expired_card", "expired_card", DeclineReason::ExpiredCard),
    ] {
        let intent = confirm(&FakeStripe::json(402, decline(code, decline_code)).await).await.unwrap();

        assert_eq!((intent.status, intent.decline), (IntentStatus::Declined, Some(reason)), "{code}");
        assert_eq!((intent.id.as_str(), intent.card_ref), ("pi_1", None));
    }
}

#[tokio::test]
async fn decline_of_another_intent_or_without_an_intent_proves_nothing() {
    let other = with(fixtures::declined("card_declined", "lost_card"), json!({"id": "pi_2"}));
    for body in [
        json!({"error": {"type": "card_error", "code": "card_declined", "payment_intent": other}}),
        json!({"error": {"type": "card_error", "code": "card_declined"}}),
        json!({"error": {"type": "card_error", "code": "card_declined", "payment_intent": "pi_1"}}),
        json!("Payment Required"),
    ] {
        let answer = confirm(&FakeStripe::json(402, body.clone()).await).await;
        assert_eq!(answer.unwrap_err(), GatewayError::Unknown, "{body}");
    }
}

#[tokio::test]
async fn confirmation_error_says_what_is_known_about_the_money() {
    let invalid = "invalid_request_error";
    let refused = |code: &str| GatewayError::Refused { code: code.into() };
    let unauthorized = |code: &str| GatewayError::Unauthorized { code: code.into() };
    let failed = GatewayError::ServerError { retry_after: None };
    let busy = GatewayError::Busy { retry_after: Duration::from_secs(1) };
    for (status, body, expected) in [
        (
            400,
            error(invalid, "payment_intent_unexpected_state", ""),
            refused("payment_intent_unexpected_state"),
        ),
        (400, json!({"error": {"type": "idempotency_error"}}), refused("idempotency_error")),
        (400, error(invalid, "resource_missing", "payment_method"), GatewayError::CardUnknown),
        (401, json!({"error": {"type": invalid}}), unauthorized(invalid)),
        (403, json!({"error": {"type": invalid}}), unauthorized(invalid)),
        (404, error(invalid, "resource_missing", "intent"), GatewayError::NotFound),
        (404, error(invalid, "resource_missing", "payment_method"), GatewayError::CardUnknown),
        (400, error(invalid, "payment_method_unexpected_state", ""), GatewayError::CardUnknown),
        (400, error(invalid, "amount_too_small", "amount"), refused("amount_too_small")),
        (401, error(invalid, "api_key_expired", ""), unauthorized("api_key_expired")),
        (404, json!("<html>"), GatewayError::NotFound),
        (408, Value::Null, GatewayError::Unknown),
        (409, error(invalid, "idempotency_key_in_use", ""), GatewayError::Unknown),
        (413, json!("<html>"), refused("http_413")),
        (424, Value::Null, GatewayError::Unknown),
        (429, error(invalid, "rate_limit", ""), busy.clone()),
        (429, error(invalid, "lock_timeout", ""), busy),
        (502, json!("<html>"), failed.clone()),
        (504, Value::Null, failed.clone()),
        (500, error("api_error", "", ""), failed.clone()),
        (503, Value::Null, failed),
    ] {
        let answer = confirm(&FakeStripe::json(status, body.clone()).await).await;
        assert_eq!(answer.unwrap_err(), expected, "{status} {body}");
    }
}

#[tokio::test]
async fn retry_after_is_limited_to_a_minute() {
    for (status, header, seconds) in
        [(429, "7", 7), (429, "3600", 60), (429, "soon", 1), (429, "-1", 1), (503, "9", 9)]
    {
        let stripe = FakeStripe::start([Answer::Header(status, "retry-after", header.into())]).await;

        let error = confirm(&stripe).await.unwrap_err();

        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)), "{status} {header}");
        assert_eq!(error.may_have_taken_effect(), status == 503);
    }
}

#[tokio::test]
async fn missing_card_is_unknown() {
    let missing = error("invalid_request_error", "resource_missing", "payment_method");
    for body in [missing, Value::Null] {
        let stripe = FakeStripe::json(404, body).await;
        assert_eq!(stripe.client().card("pm_1").await.unwrap_err(), GatewayError::CardUnknown);
    }
}

#[tokio::test]
async fn error_has_no_text_of_the_gateway() {
    let body = json!({"error": {"type": "sk_live_secret", "code": "4242 4242", "message": "pi_1_secret_x"}});

    let error = confirm(&FakeStripe::json(400, body).await).await.unwrap_err();

    assert_eq!(error.to_string(), "the gateway refused the request: http_400");
}
