//! Servers with wrong, late or incomplete answers. None of them may look like a success or a decline.

use std::collections::BTreeMap;
use std::time::Duration;

use gateway::{
    Confirmation, GatewayError, NewCustomer, NewIntent, NewSetupSession, PaymentGateway, Presence,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::fake_stripe::{Answer, FakeStripe, KEY, client};
use crate::fixtures::{self, with};

fn confirmation() -> Confirmation {
    Confirmation { card_ref: "pm_1".into(), presence: Presence::OffSession }
}

fn new_intent() -> NewIntent {
    NewIntent {
        idempotency_key: "att_1:create".into(),
        customer: "cus_1".into(),
        card_ref: "pm_1".into(),
        amount_minor: 24_155,
        currency: "USD".into(),
        organization: 101,
        attempt: "att_1".into(),
        metadata: BTreeMap::new(),
    }
}

/// Calls that change something, against a server with one answer. All must be unknown.
async fn expect_unknown(answer: &Answer) {
    let stripe = FakeStripe::start([answer.clone()]).await;
    let confirmed = stripe.client().confirm("pi_1", &confirmation(), "k").await;
    assert_eq!(confirmed.unwrap_err(), GatewayError::Unknown, "confirm: {answer:?}");

    let stripe = FakeStripe::start([answer.clone()]).await;
    let created = stripe.client().create_intent(&new_intent()).await;
    assert_eq!(created.unwrap_err(), GatewayError::Unknown, "create: {answer:?}");

    let stripe = FakeStripe::start([answer.clone()]).await;
    let canceled = stripe.client().cancel("pi_1", "k").await;
    assert_eq!(canceled.unwrap_err(), GatewayError::Unknown, "cancel: {answer:?}");
}

#[tokio::test]
async fn answer_that_is_not_an_intent_is_unknown() {
    for body in [
        Value::Null,
        json!([]),
        json!({}),
        json!("succeeded"),
        fixtures::charge(),
        with(fixtures::succeeded(), json!({"object": "setup_intent"})),
        with(fixtures::succeeded(), json!({"status": "done"})),
        with(fixtures::succeeded(), json!({"status": null})),
        with(fixtures::succeeded(), json!({"currency": "xxx"})),
        with(fixtures::succeeded(), json!({"currency": "USD"})),
        with(fixtures::succeeded(), json!({"amount": "24155", "amount_received": "24155"})),
        with(fixtures::succeeded(), json!({"amount": -1, "amount_received": -1})),
        with(fixtures::succeeded(), json!({"amount": 1e30, "amount_received": 1e30})),
        with(fixtures::succeeded(), json!({"livemode": true})),
        with(fixtures::succeeded(), json!({"created": -1})),
        with(fixtures::succeeded(), json!({"metadata": {}})),
        with(
            fixtures::succeeded(),
            json!({"metadata": {"deployment": "main", "organization": "x", "attempt": "att_1"}}),
        ),
        with(fixtures::succeeded(), json!({"metadata": {"deployment": "main", "organization": "101"}})),
    ] {
        expect_unknown(&Answer::Json(200, body)).await;
    }
}

#[tokio::test]
async fn answer_about_another_intent_is_unknown() {
    let other = Answer::Json(200, with(fixtures::succeeded(), json!({"id": "pi_2"})));
    let stripe = FakeStripe::start([other.clone(), other.clone(), other]).await;
    let client = stripe.client();

    assert_eq!(client.confirm("pi_1", &confirmation(), "k").await.unwrap_err(), GatewayError::Unknown);
    assert_eq!(client.retrieve("pi_1").await.unwrap_err(), GatewayError::Unknown);
    assert_eq!(client.cancel("pi_1", "k").await.unwrap_err(), GatewayError::Unknown);
}

#[tokio::test]
async fn created_intent_of_another_attempt_is_unknown() {
    let metadata = json!({"deployment": "main", "organization": "101", "attempt": "att_2"});
    let stripe = FakeStripe::json(200, with(fixtures::intent(), json!({"metadata": metadata}))).await;

    assert_eq!(stripe.client().create_intent(&new_intent()).await.unwrap_err(), GatewayError::Unknown);
}

#[tokio::test]
async fn created_customer_or_session_of_somebody_else_is_unknown() {
    let metadata = json!({"metadata": {"deployment": "main", "organization": "102"}});
    let new = NewCustomer { idempotency_key: "k".into(), organization: 101, name: None };
    let stripe = FakeStripe::json(200, with(fixtures::customer(), metadata.clone())).await;
    assert_eq!(stripe.client().create_customer(&new).await.unwrap_err(), GatewayError::Unknown);

    let new = NewSetupSession {
        idempotency_key: "k".into(),
        customer: "cus_1".into(),
        organization: 101,
        reference: "setup_1".into(),
        return_url: "https://billing.example.com/".into(),
        cancel_url: "https://billing.example.com/".into(),
        locale: "en".into(),
    };
    for change in [metadata, json!({"customer": "cus_2"}), json!({"client_reference_id": "setup_2"})] {
        let stripe = FakeStripe::json(200, with(fixtures::session(), change)).await;
        assert_eq!(stripe.client().create_setup_session(&new).await.unwrap_err(), GatewayError::Unknown);
    }
}

#[tokio::test]
async fn object_with_another_id_is_never_returned() {
    let stripe = FakeStripe::start([
        Answer::Json(200, with(fixtures::card(), json!({"id": "pm_2"}))),
        Answer::Json(200, with(fixtures::complete_session(), json!({"id": "cs_test_2"}))),
        Answer::Json(200, with(fixtures::charge(), json!({"id": "ch_2"}))),
        Answer::Json(200, with(fixtures::refund(), json!({"id": "re_2"}))),
        Answer::Json(200, with(fixtures::dispute(), json!({"id": "du_2"}))),
        Answer::Json(200, fixtures::list(&[with(fixtures::refund(), json!({"charge": "ch_2"}))], false)),
    ])
    .await;
    let client = stripe.client();

    assert_eq!(client.card("pm_1").await.unwrap_err(), GatewayError::Unknown);
    assert_eq!(client.setup_session("cs_test_1").await.unwrap_err(), GatewayError::Unknown);
    assert_eq!(client.charge("ch_1").await.unwrap_err(), GatewayError::Unknown);
    assert_eq!(client.refund("re_1").await.unwrap_err(), GatewayError::Unknown);
    assert_eq!(client.dispute("du_1").await.unwrap_err(), GatewayError::Unknown);
    assert_eq!(client.refunds("ch_1").await.unwrap_err(), GatewayError::Unknown);
}

#[tokio::test]
async fn truncated_answer_is_unknown() {
    let whole = fixtures::succeeded().to_string();
    let half = whole.get(..whole.len() / 2).unwrap().to_owned();

    expect_unknown(&Answer::Truncated(half)).await;
    expect_unknown(&Answer::Truncated(whole)).await;
    expect_unknown(&Answer::Truncated(String::new())).await;
}

#[tokio::test]
async fn late_answer_is_unknown() {
    expect_unknown(&Answer::Late(Duration::from_secs(5), fixtures::succeeded())).await;
}

#[tokio::test]
async fn oversized_answer_is_unknown() {
    expect_unknown(&Answer::Large(fixtures::succeeded(), 4 << 20)).await;
}

#[tokio::test]
async fn redirect_is_not_followed() {
    let thief = FakeStripe::json(200, fixtures::succeeded()).await;

    for status in [301, 302, 303, 307, 308] {
        let address = format!("{}/v1/payment_intents/pi_1/confirm", thief.base);
        expect_unknown(&Answer::Header(status, "location", address)).await;
    }

    assert!(thief.received().is_empty(), "the key must not reach another server");
}

#[tokio::test]
async fn refused_connection_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);

    let error = client(&base, KEY).confirm("pi_1", &confirmation(), "k").await.unwrap_err();

    assert_eq!(error, GatewayError::Unreachable);
}

#[tokio::test]
async fn connection_that_is_closed_without_an_answer_is_unknown() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Wait for the request, so that it was sent.
            stream.readable().await.unwrap();
        }
    });

    let error = client(&base, KEY).confirm("pi_1", &confirmation(), "k").await.unwrap_err();

    assert_eq!(error, GatewayError::Unknown);
}
