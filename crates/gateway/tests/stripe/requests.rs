use std::collections::BTreeMap;

use axum::http::Method;
use gateway::{
    Confirmation, GatewayError, NewCustomer, NewIntent, NewSetupSession, PaymentGateway, Presence,
};
use serde_json::json;

use crate::fake_stripe::{Answer, FakeStripe, KEY, Received};
use crate::fixtures::{self, with};

fn new_intent() -> NewIntent {
    NewIntent {
        idempotency_key: "att_1:create".into(),
        customer: "cus_1".into(),
        card_ref: "pm_1".into(),
        amount_minor: 24_155,
        currency: "USD".into(),
        organization: 101,
        attempt: "att_1".into(),
        metadata: BTreeMap::from([("quote_id".into(), "q_1".into()), ("deployment".into(), "forged".into())]),
    }
}

fn confirmation(presence: Presence) -> Confirmation {
    Confirmation { card_ref: "pm_1".into(), presence }
}

fn fields(request: &Received) -> Vec<(&str, &str)> {
    request.form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn every_call_sends_the_key_the_version_and_its_idempotency_key() {
    let stripe = FakeStripe::json(200, fixtures::intent()).await;

    stripe.client().create_intent(&new_intent()).await.unwrap();

    let request = stripe.request();
    assert_eq!(request.header("authorization"), format!("Bearer {KEY}"));
    assert_eq!(request.header("stripe-version"), "2026-10-28.endive");
    assert_eq!(request.header("idempotency-key"), "main:att_1:create");
    assert_eq!(request.header("content-type"), "application/x-www-form-urlencoded");
    assert!(request.header("user-agent").starts_with("testcloud-billing/"));
}

#[tokio::test]
async fn intent_is_created_unconfirmed_with_our_metadata() {
    let stripe = FakeStripe::json(200, fixtures::intent()).await;

    let intent = stripe.client().create_intent(&new_intent()).await.unwrap();

    assert_eq!((intent.id.as_str(), intent.amount_minor, intent.organization), ("pi_1", 24_155, 101));
    let request = stripe.request();
    assert_eq!((request.method.clone(), request.path.as_str()), (Method::POST, "/v1/payment_intents"));
    assert_eq!(
        fields(&request),
        [
            ("allowed_payment_method_types[]", "card"),
            ("amount", "24155"),
            ("currency", "usd"),
            ("customer", "cus_1"),
            ("metadata[attempt]", "att_1"),
            ("metadata[deployment]", "main"),
            ("metadata[organization]", "101"),
            ("metadata[quote_id]", "q_1"),
            ("payment_method", "pm_1"),
        ]
    );
}

#[tokio::test]
async fn amount_is_sent_in_the_units_of_stripe() {
    let krona = with(fixtures::intent(), json!({"amount": 1_200, "currency": "isk"}));
    let stripe = FakeStripe::json(200, krona).await;
    let new = NewIntent { amount_minor: 12, currency: "ISK".into(), ..new_intent() };

    let intent = stripe.client().create_intent(&new).await.unwrap();

    assert_eq!(stripe.request().form["amount"], "1200"); // 12 ISK with two decimals
    assert_eq!((intent.amount_minor, intent.currency.as_str()), (12, "ISK"));
}

#[tokio::test]
async fn amount_that_cannot_be_charged_is_never_sent() {
    for (amount_minor, currency, code) in [
        (0, "USD", "amount_invalid"),
        (100_000_000, "USD", "amount_invalid"),
        (5_124, "KWD", "amount_invalid"),
        (50_001, "MGA", "amount_invalid"),
        (1_000, "IQD", "currency_unsupported"),
        (1_000, "usd", "currency_unsupported"),
        (1_000, "", "currency_unsupported"),
    ] {
        let stripe = FakeStripe::start([]).await;
        let new = NewIntent { amount_minor, currency: currency.into(), ..new_intent() };

        let error = stripe.client().create_intent(&new).await.unwrap_err();

        assert_eq!(error, GatewayError::Refused { code: code.into() }, "{amount_minor} {currency}");
        assert!(stripe.received().is_empty());
    }
}

#[tokio::test]
async fn confirmation_sends_the_card_and_who_is_present() {
    let on_session = Presence::OnSession { return_url: "https://billing.example.com/back?a=b".into() };
    for (presence, field) in [
        (on_session, ("return_url", "https://billing.example.com/back?a=b")),
        (Presence::OffSession, ("off_session", "true")),
    ] {
        let stripe = FakeStripe::json(200, fixtures::succeeded()).await;

        stripe.client().confirm("pi_1", &confirmation(presence), "att_1:confirm").await.unwrap();

        let request = stripe.request();
        assert_eq!(request.path, "/v1/payment_intents/pi_1/confirm");
        assert_eq!(request.header("idempotency-key"), "main:att_1:confirm");
        let mut expected = vec![field, ("payment_method", "pm_1")];
        expected.sort_unstable();
        assert_eq!(fields(&request), expected);
    }
}

#[tokio::test]
async fn cancel_sends_its_own_key() {
    let stripe = FakeStripe::json(200, with(fixtures::intent(), json!({"status": "canceled"}))).await;

    stripe.client().cancel("pi_1", "att_1:cancel:1").await.unwrap();

    assert_eq!(stripe.request().path, "/v1/payment_intents/pi_1/cancel");
    assert_eq!(stripe.request().header("idempotency-key"), "main:att_1:cancel:1");
}

#[tokio::test]
async fn customer_is_created_for_an_organization() {
    let stripe = FakeStripe::json(200, fixtures::customer()).await;
    let new =
        NewCustomer { idempotency_key: "customer:101".into(), organization: 101, name: Some("Acme".into()) };

    let customer = stripe.client().create_customer(&new).await.unwrap();

    assert_eq!((customer.id.as_str(), customer.organization), ("cus_1", 101));
    assert_eq!(
        fields(&stripe.request()),
        [("metadata[deployment]", "main"), ("metadata[organization]", "101"), ("name", "Acme")]
    );
}

#[tokio::test]
async fn setup_session_is_created_for_cards() {
    let stripe = FakeStripe::json(200, fixtures::session()).await;
    let new = NewSetupSession {
        idempotency_key: "setup_1:create".into(),
        customer: "cus_1".into(),
        organization: 101,
        reference: "setup_1".into(),
        return_url: "https://billing.example.com/back".into(),
        cancel_url: "https://billing.example.com/cancel".into(),
        locale: "ar".into(),
    };

    let session = stripe.client().create_setup_session(&new).await.unwrap();

    assert_eq!(session.url.as_deref(), Some("https://checkout.stripe.com/c/pay/cs_test_1"));
    let request = stripe.request();
    assert_eq!(request.path, "/v1/checkout/sessions");
    assert_eq!(
        fields(&request),
        [
            ("allowed_payment_method_types[]", "card"),
            ("cancel_url", "https://billing.example.com/cancel"),
            ("client_reference_id", "setup_1"),
            ("customer", "cus_1"),
            ("locale", "auto"), // Stripe has no Arabic page.
            ("metadata[deployment]", "main"),
            ("metadata[organization]", "101"),
            ("mode", "setup"),
            ("setup_intent_data[metadata][deployment]", "main"),
            ("setup_intent_data[metadata][organization]", "101"),
            ("success_url", "https://billing.example.com/back"),
        ]
    );
}

#[tokio::test]
async fn setup_session_is_read_with_its_card() {
    let stripe = FakeStripe::json(200, fixtures::complete_session()).await;

    stripe.client().setup_session("cs_test_1").await.unwrap();

    let request = stripe.request();
    assert_eq!(request.path, "/v1/checkout/sessions/cs_test_1");
    assert_eq!(request.query["expand[]"], "setup_intent.payment_method");
    assert_eq!(request.header("idempotency-key"), "");
}

#[tokio::test]
async fn repeated_call_has_the_same_bytes() {
    let answers = [Answer::Json(200, fixtures::intent()), Answer::Json(200, fixtures::intent())];
    let stripe = FakeStripe::start(answers).await;
    let client = stripe.client();

    client.create_intent(&new_intent()).await.unwrap();
    client.create_intent(&new_intent()).await.unwrap();

    let [first, second] = <[Received; 2]>::try_from(stripe.received()).unwrap();
    assert_eq!(first.form, second.form);
    assert_eq!(first.headers, second.headers);
}

#[tokio::test]
async fn id_that_is_not_an_id_never_becomes_a_path() {
    for id in ["", "..", ".", "pi_1/confirm", "pi_1?x=y", "pi 1", "pi_1%2F", &"a".repeat(256)] {
        let stripe = FakeStripe::start([]).await;
        let client = stripe.client();

        assert_eq!(client.retrieve(id).await.unwrap_err(), GatewayError::NotFound, "{id}");
        assert_eq!(client.cancel(id, "k").await.unwrap_err(), GatewayError::NotFound, "{id}");
        assert_eq!(client.card(id).await.unwrap_err(), GatewayError::CardUnknown, "{id}");
        assert_eq!(client.setup_session(id).await.unwrap_err(), GatewayError::NotFound, "{id}");
        assert!(stripe.received().is_empty(), "{id}");
    }
}

#[tokio::test]
async fn idempotency_key_that_does_not_fit_a_header_is_refused() {
    for key in ["a\r\nb: c", &"a".repeat(251)] {
        let stripe = FakeStripe::start([]).await;

        let error = stripe.client().cancel("pi_1", key).await.unwrap_err();

        assert_eq!(error, GatewayError::Refused { code: "idempotency_key_invalid".into() });
        assert!(stripe.received().is_empty());
    }
}
