//! The sandbox, in a process of its own.
//!
//! `SANDBOX_URL` is the origin of its API, and `SANDBOX_CONTROL_URL` that of its control listener, which stands for
//! the person on the hosted pages and for Stripe's dashboard.

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::routing::post;
use axum::{Router, extract::State};
use billing::Instant;
use gateway::stripe::webhook::{self, TOLERANCE_SECONDS};
use gateway::{
    Customer, DeclineReason, DisputeStatus, GatewayError, IntentStatus, ListQuery, NewCustomer,
    NewSetupSession, PaymentGateway, Presence, RefundStatus, SetupSession, SetupStatus,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::server::{Server, on_session, variable};

fn sandbox() -> Server {
    Server::at("SANDBOX_URL")
}

/// A call of the control listener.
async fn control(path: &str, body: &Value) -> Value {
    let answer = reqwest::Client::new()
        .post(format!("{}{path}", variable("SANDBOX_CONTROL_URL")))
        .header("content-type", "application/json")
        .body(body.to_string())
        .send()
        .await
        .unwrap();
    let status = answer.status();
    let answer: Value = answer.json().await.unwrap();
    assert!(status.is_success(), "{path}: {status} {answer}");
    answer
}

async fn setup_session(server: &Server, customer: &Customer) -> SetupSession {
    let reference = Uuid::new_v4().simple().to_string();
    let new = NewSetupSession {
        idempotency_key: format!("{reference}:create"),
        customer: customer.id.clone(),
        organization: server.organization,
        reference,
        return_url: "https://billing.example.com/back?session={CHECKOUT_SESSION_ID}".into(),
        cancel_url: "https://billing.example.com/cancel".into(),
        locale: "vi".into(),
    };
    let session = server.client.create_setup_session(&new).await.unwrap();
    assert_eq!((session.status, session.reference.as_str()), (SetupStatus::Open, new.reference.as_str()));
    session
}

/// Saves a test card on the hosted page.
async fn save(server: &Server, customer: &Customer, card: &str) -> String {
    let session = setup_session(server, customer).await;
    let path = format!("/setup-sessions/{}/completion", session.id);
    control(&path, &json!({"payment_method": card})).await;
    let session = server.client.setup_session(&session.id).await.unwrap();
    assert_eq!((session.status, session.url), (SetupStatus::Complete, None));
    session.card.unwrap().card_ref
}

#[tokio::test]
#[ignore = "needs the sandbox: cargo xtask test stripe"]
async fn key_of_the_sandbox_has_an_account_in_test_mode() {
    let server = sandbox();

    let account = server.client.account().await.unwrap();

    assert!(account.id.starts_with("acct_") && !account.live, "{account:?}");
    let wrong = server.client_with("sk_test_0000wrong1111wrong2222").account().await.unwrap_err();
    assert!(matches!(wrong, GatewayError::Unauthorized { .. }), "{wrong}");
}

#[tokio::test]
#[ignore = "needs the sandbox: cargo xtask test stripe"]
async fn repeated_customer_is_the_same_and_another_content_is_refused() {
    let server = sandbox();
    let customer = server.customer().await;

    assert_eq!(server.customer().await, customer);
    let other = NewCustomer {
        idempotency_key: format!("customer:{}", server.organization),
        organization: server.organization,
        name: Some("Another name".into()),
    };
    let error = server.client.create_customer(&other).await.unwrap_err();
    assert_eq!(error, GatewayError::Refused { code: "idempotency_error".into() });
}

#[tokio::test]
#[ignore = "needs the sandbox: cargo xtask test stripe"]
async fn card_saved_on_the_hosted_page_pays() {
    let server = sandbox();
    let customer = server.customer().await;
    let card_ref = save(&server, &customer, "pm_card_mastercard").await;
    let card = server.client.card(&card_ref).await.unwrap();
    assert_eq!((card.brand.as_str(), card.last4.as_str()), ("mastercard", "4444"));
    assert_eq!(card.customer.as_deref(), Some(customer.id.as_str()));

    for presence in [on_session(), Presence::OffSession] {
        let intent = server.intent(&customer, &card_ref).await;
        assert_eq!(intent.status, IntentStatus::Unconfirmed);

        let paid = server.confirm(&intent, presence.clone()).await.unwrap();

        assert_eq!((paid.status, paid.amount_minor), (IntentStatus::Succeeded, 24_155));
        assert_eq!(server.client.retrieve(&intent.id).await.unwrap(), paid);
        assert_eq!(server.confirm(&intent, presence).await.unwrap(), paid, "the same key");
        let charge = server.client.charge(paid.charge.as_deref().unwrap()).await.unwrap();
        assert_eq!((charge.amount_minor, charge.attempt), (24_155, intent.attempt));
    }
}

#[tokio::test]
#[ignore = "needs the sandbox: cargo xtask test stripe"]
async fn declined_card_has_its_reason_and_the_intent_can_be_canceled() {
    let server = sandbox();
    let customer = server.customer().await;
    let card_ref = save(&server, &customer, "pm_card_chargeCustomerFail").await;
    let intent = server.intent(&customer, &card_ref).await;

    let declined = server.confirm(&intent, on_session()).await.unwrap();

    assert_eq!(
        (declined.status, declined.decline),
        (IntentStatus::Declined, Some(DeclineReason::GenericDecline))
    );
    assert_eq!(server.client.retrieve(&intent.id).await.unwrap(), declined);
    let canceled = server.cancel(&intent).await.unwrap();
    assert_eq!(
        (canceled.status, canceled.decline),
        (IntentStatus::Canceled, Some(DeclineReason::GenericDecline))
    );
}

#[tokio::test]
#[ignore = "needs the sandbox: cargo xtask test stripe"]
async fn payment_with_3d_secure_waits_for_the_bank() {
    for (decision, status, decline) in [
        ("confirm", IntentStatus::Succeeded, None),
        ("refuse", IntentStatus::Declined, Some(DeclineReason::ConfirmationFailed)),
    ] {
        let server = sandbox();
        let customer = server.customer().await;
        let card_ref = save(&server, &customer, "pm_card_authenticationRequired").await;
        let intent = server.intent(&customer, &card_ref).await;

        let waiting = server.confirm(&intent, on_session()).await.unwrap();

        assert_eq!(waiting.status, IntentStatus::RequiresAction);
        assert!(waiting.confirmation_url.unwrap().starts_with(&server.base));
        control(&format!("/bank/{}/decision", intent.id), &json!({"decision": decision})).await;
        let settled = server.client.retrieve(&intent.id).await.unwrap();
        assert_eq!((settled.status, settled.decline), (status, decline), "{decision}");
    }
}

#[tokio::test]
#[ignore = "needs the sandbox: cargo xtask test stripe"]
async fn renewal_that_needs_the_bank_is_confirmed_later_with_the_person() {
    let server = sandbox();
    let customer = server.customer().await;
    let card_ref = save(&server, &customer, "pm_card_authenticationRequired").await;
    let intent = server.intent(&customer, &card_ref).await;

    let declined = server.confirm(&intent, Presence::OffSession).await.unwrap();

    assert_eq!(declined.status, IntentStatus::Declined);
    assert_eq!(declined.decline, Some(DeclineReason::AuthenticationRequired));
    let confirmation = gateway::Confirmation { card_ref, presence: on_session() };
    let key = format!("{}:confirm:2", intent.attempt);
    let waiting = server.client.confirm(&intent.id, &confirmation, &key).await.unwrap();
    assert_eq!((waiting.status, waiting.decline), (IntentStatus::RequiresAction, None));
    control(&format!("/bank/{}/decision", intent.id), &json!({"decision": "confirm"})).await;
    assert_eq!(server.client.retrieve(&intent.id).await.unwrap().status, IntentStatus::Succeeded);
}

#[tokio::test]
#[ignore = "needs the sandbox: cargo xtask test stripe"]
async fn call_that_the_state_does_not_allow_is_refused() {
    let server = sandbox();
    let customer = server.customer().await;
    let card_ref = save(&server, &customer, "pm_card_visa").await;
    let intent = server.intent(&customer, &card_ref).await;
    server.confirm(&intent, on_session()).await.unwrap();

    let canceled = server.cancel(&intent).await.unwrap_err();

    assert_eq!(canceled, GatewayError::Refused { code: "payment_intent_unexpected_state".into() });
    assert_eq!(server.client.retrieve(&intent.id).await.unwrap().status, IntentStatus::Succeeded);
}

#[tokio::test]
#[ignore = "needs the sandbox: cargo xtask test stripe"]
async fn card_of_another_customer_is_unknown() {
    let (server, other) = (sandbox(), sandbox());
    let (customer, stranger) = (server.customer().await, other.customer().await);
    let card_ref = save(&other, &stranger, "pm_card_visa").await;

    for card_ref in [card_ref.as_str(), "pm_missing"] {
        let new = gateway::NewIntent {
            idempotency_key: Uuid::new_v4().to_string(),
            customer: customer.id.clone(),
            card_ref: card_ref.into(),
            amount_minor: 500,
            currency: "USD".into(),
            organization: server.organization,
            attempt: "att".into(),
            metadata: std::collections::BTreeMap::new(),
        };
        let error = server.client.create_intent(&new).await.unwrap_err();
        assert_eq!(error, GatewayError::CardUnknown, "{card_ref}");
    }
    assert_eq!(server.client.card("pm_missing").await.unwrap_err(), GatewayError::CardUnknown);
    assert_eq!(server.client.retrieve("pi_missing").await.unwrap_err(), GatewayError::NotFound);
}

#[tokio::test]
#[ignore = "needs the sandbox: cargo xtask test stripe"]
async fn charges_are_listed_from_new_to_old_with_their_attempts() {
    let server = sandbox();
    let customer = server.customer().await;
    let card_ref = save(&server, &customer, "pm_card_visa").await;
    let mut attempts = Vec::new();
    for _ in 0..3 {
        let intent = server.intent(&customer, &card_ref).await;
        server.confirm(&intent, on_session()).await.unwrap();
        attempts.insert(0, intent.attempt);
    }

    let mut found = Vec::new();
    let mut query = ListQuery { created_since: Instant::from_epoch_seconds(1), after: None };
    loop {
        let page = server.client.charges(&query).await.unwrap();
        assert!(page.unreadable.is_empty(), "{:?}", page.unreadable);
        found.extend(page.items.into_iter().filter(|charge| charge.organization == server.organization));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }

    assert_eq!(found.into_iter().map(|charge| charge.attempt).collect::<Vec<_>>(), attempts);
    let future = ListQuery { created_since: Instant::parse("2999-01-01T00:00:00Z"), after: None };
    assert!(server.client.charges(&future).await.unwrap().items.is_empty());
}

#[tokio::test]
#[ignore = "needs the sandbox: cargo xtask test stripe"]
async fn refund_and_dispute_of_the_dashboard_are_read() {
    let server = sandbox();
    let customer = server.customer().await;
    let card_ref = save(&server, &customer, "pm_card_visa").await;
    let intent = server.intent(&customer, &card_ref).await;
    let charge = server.confirm(&intent, on_session()).await.unwrap().charge.unwrap();

    control("/refunds", &json!({"charge": charge, "amount": 1_000})).await;
    let dispute = control("/disputes", &json!({"charge": charge})).await;

    let refunds = server.client.refunds(&charge).await.unwrap();
    let [refund] = refunds.as_slice() else { panic!("{refunds:?}") };
    assert_eq!((refund.status, refund.amount_minor), (RefundStatus::Succeeded, 1_000));
    let read = server.client.charge(&charge).await.unwrap();
    assert_eq!((read.refunded_minor, read.disputed), (1_000, true));
    let id = dispute["id"].as_str().unwrap();
    let open = server.client.dispute(id).await.unwrap();
    assert_eq!((open.status, open.funds_withdrawn, open.charge), (DisputeStatus::Open, true, charge));
    control(&format!("/disputes/{id}/close"), &json!({"status": "won"})).await;
    let won = server.client.dispute(id).await.unwrap();
    assert_eq!((won.status, won.funds_withdrawn), (DisputeStatus::Won, false));
}

#[tokio::test]
#[ignore = "needs the sandbox: cargo xtask test stripe"]
async fn webhook_of_the_sandbox_is_verified() {
    let secret = "whsec_0123456789abcdefghij";
    let (sender, mut received) = mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/events", listener.local_addr().unwrap());
    let receive = |State(sender): State<mpsc::UnboundedSender<(String, Bytes)>>,
                   headers: HeaderMap,
                   body: Bytes| async move {
        let header = headers["stripe-signature"].to_str().unwrap().to_owned();
        let _ = sender.send((header, body));
    };
    let router = Router::new().route("/events", post(receive)).with_state(sender);
    tokio::spawn(async move { axum::serve(listener, router).await });
    control("/webhook-endpoints", &json!({"url": url, "secret": secret})).await;
    let server = sandbox();

    let customer = server.customer().await;
    let card_ref = save(&server, &customer, "pm_card_visa").await;
    let intent = server.intent(&customer, &card_ref).await;
    server.confirm(&intent, on_session()).await.unwrap();

    // Events of other tests arrive here too.
    let limit = std::time::Duration::from_secs(20);
    let event = tokio::time::timeout(limit, async {
        loop {
            let (header, body) = received.recv().await.unwrap();
            let now = signed_at(&header);
            let event = webhook::verify(&header, &body, &[secret], now, TOLERANCE_SECONDS).unwrap();
            assert!(webhook::verify(&header, &body, &["whsec_other"], now, TOLERANCE_SECONDS).is_err());
            if event.object_id.as_deref() == Some(&intent.id) {
                break event;
            }
        }
    });
    let event = event.await.expect("an event within the limit");
    assert_eq!(event.object_kind, "payment_intent");
    assert!(!event.live && event.id.starts_with("evt_") && event.event_type.starts_with("payment_intent."));
    assert_eq!(server.client.retrieve(&intent.id).await.unwrap().status, IntentStatus::Succeeded);
}

/// The time of a signature. The clock of the sandbox can differ from that of this machine.
fn signed_at(header: &str) -> Instant {
    let time = header.split(',').find_map(|element| element.strip_prefix("t="));
    Instant::from_epoch_seconds(time.unwrap().parse().unwrap()).unwrap()
}
