//! Each test runs in a child process that limits the size of its files (RLIMIT_FSIZE). The operating system then
//! refuses every write to the database file, as on a full disk.

use axum::body::Body;
use axum::http::Request;
use backend::service::payment;
use backend::store::Store;
use contract::{AttemptState, Charged};
use gateway::PaymentGateway;
use rlimit::Resource;
use serde_json::Value;
use tower::ServiceExt;

use crate::child::passed_in_child;
use crate::support::{Answer, App, Fault, FaultyGateway};

/// Makes every later write to a file of this process fail.
fn fill_disk() {
    limit_file_size(0);
}

fn limit_file_size(bytes: u64) {
    let (_, hard) = Resource::FSIZE.get().unwrap();
    Resource::FSIZE.set(bytes, hard).unwrap();
}

fn free_disk() {
    let (_, hard) = Resource::FSIZE.get().unwrap();
    Resource::FSIZE.set(hard, hard).unwrap();
}

async fn readiness(app: &App) -> (u16, Value) {
    let request = Request::get("/health/ready").body(Body::empty()).unwrap();
    let answer = Answer::of(app.admin().oneshot(request).await.unwrap()).await;
    (answer.status.as_u16(), answer.json())
}

/// Opens a service with a fault at the gateway.
async fn app_with_fault(fault: fn(&FaultyGateway)) -> (App, std::sync::Arc<FaultyGateway>) {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    fault(&gateway);
    (app, gateway)
}

#[tokio::test(flavor = "multi_thread")]
async fn intent_that_cannot_be_stored_answers_503_and_is_never_confirmed() {
    if passed_in_child("full_disk::intent_that_cannot_be_stored_answers_503_and_is_never_confirmed") {
        return;
    }
    let (app, gateway) =
        app_with_fault(|gateway| gateway.set(|faults| faults.create = Fault::StopAfter)).await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let request = tokio::spawn({
        let (buyer, payment) = (buyer.clone(), payment.clone());
        async move { buyer.pay(&payment).await }
    });
    gateway.stopped().await;
    fill_disk();
    gateway.resume();

    let problem = request.await.unwrap().refused(503, "service_unavailable");

    assert_eq!(problem.charged, Charged::Unknown, "the attempt is open until recovery settles it");
    assert_eq!(readiness(&app).await.0, 503);
    free_disk();
    assert_eq!(app.log().count("confirming"), 0);
    gateway.set(|faults| faults.create = Fault::None);
    assert_eq!(readiness(&app).await.0, 200);
    assert_eq!(app.run_recovery().await, 1);
    app.run_recovery().await;
    assert_eq!(app.log().count("canceled"), 1);
    let again = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&again).await.is(201);
    assert_eq!(app.log().charges(), [24_155]);
    assert_eq!(app.books().cash().await, 24_155);
    app.books().are_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn charge_that_cannot_be_booked_is_booked_once_the_disk_has_space() {
    if passed_in_child("full_disk::charge_that_cannot_be_booked_is_booked_once_the_disk_has_space") {
        return;
    }
    let (app, gateway) =
        app_with_fault(|gateway| gateway.set(|faults| faults.confirm = Fault::StopAfter)).await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let request = tokio::spawn({
        let (buyer, payment) = (buyer.clone(), payment.clone());
        async move { buyer.pay(&payment).await }
    });
    gateway.stopped().await;
    fill_disk();
    gateway.resume();

    let attempt = request.await.unwrap().is(202).upgrade().attempt;

    assert_eq!((attempt.state, attempt.charged), (AttemptState::Charging, Charged::Unknown));
    let (status, health) = readiness(&app).await;
    assert_eq!((status, &health["degraded"][0]), (503, &"database".into()));
    app.wait_seconds(120);
    assert_eq!(payment::sweep(&app.state).await, 0);
    // Reads still work.
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 5);
    buyer.get("/organizations/101/testcloud/receipts").await.is(200);
    free_disk();
    assert_eq!(readiness(&app).await, (200, serde_json::json!({"status": "ok", "degraded": []})));
    assert_eq!(app.run_recovery().await, 1);
    let found = buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await.is(200).upgrade();
    assert_eq!(found.receipt.unwrap().charged_minor, 24_155);
    assert_eq!(app.log().charges(), [24_155]);
    assert_eq!(app.books().cash().await, 24_155);
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 8);
    app.books().are_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn renewal_charged_on_a_full_disk_is_booked_once_the_disk_has_space() {
    if passed_in_child("full_disk::renewal_charged_on_a_full_disk_is_booked_once_the_disk_has_space") {
        return;
    }
    let (app, gateway) =
        app_with_fault(|gateway| gateway.set(|faults| faults.confirm = Fault::StopAfter)).await;
    app.set_time("2026-04-01T00:00:00Z");
    let renewal = tokio::spawn({
        let state = app.state.clone();
        async move { backend::service::renewals::book_due(&state, 101).await.is_err() }
    });
    gateway.stopped().await;
    fill_disk();
    gateway.resume();
    assert!(renewal.await.unwrap());
    assert_eq!(app.books().cash().await, 0);
    gateway.set(|faults| faults.confirm = Fault::None);

    free_disk();
    app.wait_seconds(120);
    backend::service::renewals::book_all_due(&app.state).await.unwrap();

    // 5 sessions at 156.00, no tax.
    assert!(app.log().charges().contains(&78_000));
    assert_eq!(app.books().cash().await, app.log().charges().iter().sum::<i64>());
    assert!(app.gateway().account().await.is_ok());
    app.books().are_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_work_again_after_a_full_disk() {
    if passed_in_child("full_disk::writes_work_again_after_a_full_disk") {
        return;
    }
    let app = App::open().await;
    let buyer = app.person("billing").await;
    fill_disk();

    // More failures than there are database connections, with several kinds of writes.
    for _ in 0..3 {
        buyer
            .try_quote(101, 8, contract::billing::Cycle::Monthly, None)
            .await
            .refused(503, "service_unavailable");
        buyer
            .try_quote(101, 8, contract::billing::Cycle::Monthly, Some("NOTACODE"))
            .await
            .refused(503, "service_unavailable");
        assert_eq!(readiness(&app).await.0, 503);
    }
    free_disk();

    assert_eq!(readiness(&app).await.0, 200);
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&payment).await.is(201);
    app.books().are_sound().await;
}

#[tokio::test]
async fn start_on_a_full_disk_blames_neither_the_build_nor_the_migration() {
    if passed_in_child("full_disk::start_on_a_full_disk_blames_neither_the_build_nor_the_migration") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut errors = Vec::new();
    // The disk is full at each step of the start.
    for kibibytes in (0..400).step_by(20) {
        let url = format!("sqlite:{}", folder.path().join(format!("{kibibytes}.sqlite")).display());
        limit_file_size(kibibytes * 1024);
        let opened = Store::open(&url).await;
        free_disk();
        if let Err(error) = opened {
            errors.push(error.to_string());
            Store::open(&url).await.unwrap();
        }
    }

    assert!(errors.len() > 3, "{errors:#?}");
    for error in errors {
        assert!(!error.contains("build"), "{error}");
        assert!(error.contains("disk") || error.contains("temporarily unavailable"), "{error}");
    }
}
