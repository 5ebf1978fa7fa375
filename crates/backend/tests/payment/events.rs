use axum::body::Body;
use axum::http::Method;
use backend::service::payment;
use backend::service::renewals;
use contract::{Attempt, AttemptState};
use gateway::stripe::webhook;
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Answer, App, Fault, FaultyGateway, Person, WEBHOOK_SECRET, answer_bank};

/// Pays with a card that requires bank confirmation, and confirms at the bank.
async fn pay_and_confirm_at_bank(app: &App) -> (Person, Attempt, String) {
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;
    let intent = app.books().texts("SELECT intent_id FROM upgrade_attempt").await.remove(0);
    (buyer, attempt, intent)
}

fn event(id: &str, kind: &str, intent: &str) -> String {
    let object = json!({ "id": intent, "object": "payment_intent" });
    json!({ "id": id, "object": "event", "type": kind, "livemode": false, "data": { "object": object } })
        .to_string()
}

fn signed(app: &App, body: &str, seconds_ago: i64) -> String {
    let then = app.state.clock.now().checked_add_seconds(-seconds_ago).unwrap();
    webhook::sign(WEBHOOK_SECRET, then, body.as_bytes())
}

async fn deliver(person: &Person, body: &str, signature: &str) -> Answer {
    let headers = [("stripe-signature", signature)];
    person.request(Method::POST, "/gateway/events", Body::from(body.to_owned()), &headers).await
}

#[tokio::test]
async fn duplicate_events_settle_an_attempt_once() {
    let app = App::open().await;
    let (buyer, attempt, intent) = pay_and_confirm_at_bank(&app).await;
    let body = event("evt_1", "payment_intent.succeeded", &intent);
    let signature = signed(&app, &body, 0);
    let mut deliveries = JoinSet::new();
    for _ in 0..10 {
        let (buyer, body, signature) = (buyer.clone(), body.clone(), signature.clone());
        deliveries.spawn(async move { deliver(&buyer, &body, &signature).await });
    }

    for answer in deliveries.join_all().await {
        answer.is(200);
    }

    assert_eq!(buyer.attempt(101, &attempt.id).await.upgrade().attempt.state, AttemptState::Charged);
    assert_eq!(app.books().number("SELECT COUNT(*) FROM inbound_event").await, 1);
    assert_eq!(app.books().number("SELECT COUNT(*) FROM audit WHERE event = 'attempt.charged'").await, 1);
    assert_eq!(app.books().cash().await, 24_155);
    app.books().are_sound().await;
}

#[tokio::test]
async fn status_claimed_by_an_event_is_not_trusted() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    let intent = app.books().texts("SELECT intent_id FROM upgrade_attempt").await.remove(0);
    for (id, kind) in [("evt_1", "payment_intent.succeeded"), ("evt_2", "payment_intent.payment_failed")] {
        let body = event(id, kind, &intent);
        deliver(&buyer, &body, &signed(&app, &body, 0)).await.is(200);
    }

    let still = buyer.attempt(101, &attempt.id).await.upgrade().attempt;

    assert_eq!(still.state, AttemptState::RequiresAction);
}

#[tokio::test]
async fn events_out_of_order_do_not_undo_a_success() {
    let app = App::open().await;
    let (buyer, attempt, intent) = pay_and_confirm_at_bank(&app).await;
    for (id, kind) in [("evt_2", "payment_intent.succeeded"), ("evt_1", "payment_intent.payment_failed")] {
        let body = event(id, kind, &intent);
        deliver(&buyer, &body, &signed(&app, &body, 0)).await.is(200);
    }

    assert_eq!(buyer.attempt(101, &attempt.id).await.upgrade().attempt.state, AttemptState::Charged);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn forged_old_and_altered_events_are_refused() {
    let app = App::open().await;
    let (buyer, attempt, intent) = pay_and_confirm_at_bank(&app).await;
    let body = event("evt_1", "payment_intent.succeeded", &intent);
    let forged = webhook::sign("whsec_another_secret", app.state.clock.now(), body.as_bytes());
    let good = signed(&app, &body, 0);

    for signature in ["", "t=1,v1=00", &forged, &signed(&app, &body, 600)] {
        deliver(&buyer, &body, signature).await.refused(400, "parameter_invalid");
    }
    deliver(&buyer, &body.replace("evt_1", "evt_2"), &good).await.refused(400, "parameter_invalid");
    deliver(&buyer, &format!("{body} "), &good).await.refused(400, "parameter_invalid");
    let huge = "x".repeat(70_000);
    deliver(&buyer, &huge, &signed(&app, &huge, 0)).await.refused(413, "body_too_large");
    let nonsense = "{}";
    deliver(&buyer, nonsense, &signed(&app, nonsense, 0)).await.refused(400, "body_unreadable");

    assert_eq!(buyer.attempt(101, &attempt.id).await.upgrade().attempt.state, AttemptState::RequiresAction);
    assert_eq!(app.books().number("SELECT COUNT(*) FROM inbound_event").await, 0);
}

#[tokio::test]
async fn event_before_the_response_does_not_disturb_the_request() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    gateway.set(|faults| faults.confirm = Fault::StopAfter);
    let request = tokio::spawn({
        let (buyer, payment) = (buyer.clone(), payment.clone());
        async move { buyer.pay(&payment).await }
    });
    gateway.stopped().await;
    let intent = app.books().texts("SELECT intent_id FROM upgrade_attempt").await.remove(0);
    let body = event("evt_1", "payment_intent.succeeded", &intent);

    deliver(&buyer, &body, &signed(&app, &body, 0)).await.is(200);

    gateway.resume();
    request.await.unwrap().is(201);
    assert_eq!(app.books().number("SELECT COUNT(*) FROM audit WHERE event = 'attempt.charged'").await, 1);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn event_is_not_processed_while_the_gateway_does_not_answer() {
    let mut app = App::open().await;
    let (buyer, attempt, intent) = pay_and_confirm_at_bank(&app).await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = buyer.at(app.router());
    gateway.set(|faults| faults.retrieve = Fault::Unreachable);
    let body = event("evt_1", "payment_intent.succeeded", &intent);

    let answer = deliver(&buyer, &body, &signed(&app, &body, 0)).await;

    answer.refused(503, "gateway_unavailable");
    assert!(answer.header("retry-after").is_some());
    assert_eq!(app.books().number("SELECT COUNT(*) FROM inbound_event").await, 0);
    gateway.set(|faults| faults.retrieve = Fault::None);
    deliver(&buyer, &body, &signed(&app, &body, 0)).await.is(200);
    assert_eq!(buyer.attempt(101, &attempt.id).await.upgrade().attempt.state, AttemptState::Charged);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn checks_that_find_nothing_new_write_no_audit_row() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    let audit = "SELECT COUNT(*) FROM audit WHERE event LIKE 'attempt.%'";
    let before = app.books().number(audit).await;

    for _ in 0..20 {
        buyer.act_on_attempt(101, &attempt.id, "confirmation").await.is(202);
    }
    gateway.set(|faults| faults.retrieve = Fault::RequestLost);
    for _ in 0..5 {
        app.wait_seconds(60);
        payment::sweep(&app.state).await;
    }

    assert_eq!(app.books().number(audit).await, before);
    gateway.set(|faults| faults.retrieve = Fault::None);
    answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;
    app.wait_seconds(120);
    assert_eq!(payment::sweep(&app.state).await, 1);
    assert_eq!(app.books().number(audit).await, before + 1);
    app.books().are_sound().await;
}

/// Charges a renewal whose gateway response is lost.
async fn renewal_with_lost_response() -> (App, std::sync::Arc<FaultyGateway>, Person, String) {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::ResponseLost, Fault::RequestLost));
    app.set_time("2026-04-01T00:00:00Z");
    renewals::book_due(&app.state, 101).await.unwrap();
    let intent = app.log().charged_intents().remove(0);
    (app, gateway, buyer, intent)
}

#[tokio::test]
async fn event_about_a_renewal_books_it_before_its_next_check() {
    let (app, gateway, buyer, intent) = renewal_with_lost_response().await;
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));
    let body = event("evt_1", "payment_intent.succeeded", &intent);
    let signature = signed(&app, &body, 0);
    let mut deliveries = JoinSet::new();
    for _ in 0..5 {
        let (buyer, body, signature) = (buyer.clone(), body.clone(), signature.clone());
        deliveries.spawn(async move { deliver(&buyer, &body, &signature).await });
    }

    for answer in deliveries.join_all().await {
        answer.is(200);
    }

    let read = buyer.subscription(101).await;
    assert_eq!((read.version, read.renewal_due), (2, false));
    assert_eq!(app.books().number("SELECT COUNT(*) FROM inbound_event").await, 1);
    assert_eq!((app.log().charges(), app.books().cash().await), (vec![78_000], 78_000));
    app.books().are_sound().await;
}

#[tokio::test]
async fn event_about_a_renewal_is_processed_only_when_the_gateway_answers() {
    let (app, gateway, buyer, intent) = renewal_with_lost_response().await;
    let body = event("evt_1", "payment_intent.succeeded", &intent);

    let answer = deliver(&buyer, &body, &signed(&app, &body, 0)).await;

    answer.refused(503, "gateway_unavailable");
    assert_eq!(app.books().number("SELECT COUNT(*) FROM inbound_event").await, 0);
    gateway.set(|faults| faults.retrieve = Fault::None);
    deliver(&buyer, &body, &signed(&app, &body, 0)).await.is(200);
    assert_eq!(buyer.subscription(101).await.version, 2);
    assert_eq!(app.log().charges(), [78_000]);
}

#[tokio::test]
async fn event_about_a_renewal_does_not_disturb_the_worker_charging_it() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    gateway.set(|faults| faults.confirm = Fault::StopBefore);
    app.set_time("2026-04-01T00:00:00Z");
    let state = app.state.clone();
    let worker = tokio::spawn(async move { renewals::book_due(&state, 101).await });
    gateway.stopped().await;
    let intent = app.books().texts("SELECT intent_id FROM renewal WHERE state = 'charging'").await.remove(0);
    let body = event("evt_1", "payment_intent.processing", &intent);

    deliver(&buyer, &body, &signed(&app, &body, 0)).await.is(200);

    assert_eq!(app.log().count("canceled"), 0, "the intent is not canceled while the worker charges it");
    gateway.resume();
    worker.await.unwrap().unwrap();
    assert_eq!((app.log().charges(), buyer.subscription(101).await.version), (vec![78_000], 2));
}
