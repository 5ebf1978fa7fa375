//! A held attempt: what it blocks, what it does not, and how a person settles it.

use std::path::Path;
use std::process::{Command, Output};

use backend::app::AppState;
use backend::gateway::Intent;
use backend::service::{payment, renewals};
use contract::{Attempt, AttemptState, Charged};
use serde_json::Value;

use crate::stage::{App, Fault, FaultyGateway, Person, SANDBOX_SECRET};

const RESOLUTION: &str = "SELECT outcome || ': ' || because FROM attempt_resolution";

/// An upgrade that the gateway charged, and whose answer named another amount or currency.
async fn held(alter: fn(Intent) -> Intent) -> (App, Person, Attempt) {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.ask(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "tok_visa").await;
    gateway.set(|faults| faults.confirm = Fault::Altered(alter));
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    assert_eq!((attempt.state, attempt.charged), (AttemptState::Unknown, Charged::Yes));
    assert_eq!(attempt.next_check_at, None, "no check settles it");
    gateway.set(|faults| faults.confirm = Fault::None);
    (app, buyer, attempt)
}

fn more(mut intent: Intent) -> Intent {
    intent.amount_minor += 1;
    intent
}

async fn resolve(
    state: &AppState,
    id: &str,
    decision: payment::Decision,
) -> Result<payment::Resolved, payment::NotResolved> {
    let held = payment::held_one(state, id).await?;
    payment::resolve(state, held, decision, "checked with the gateway").await
}

#[tokio::test]
async fn held_attempt_settled_as_charged_applies_the_upgrade() {
    let (app, buyer, attempt) = held(more).await;

    let resolved = resolve(&app.state, &attempt.id, payment::Decision::Charged).await.unwrap();

    assert!(!resolved.needs_refund);
    let found = buyer.attempt(101, &attempt.id).await.is(200).upgrade();
    assert_eq!((found.attempt.state, found.attempt.charged), (AttemptState::Charged, Charged::Yes));
    assert_eq!(found.receipt.unwrap().charged_minor, 24_155);
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 8);
    assert_eq!((app.log().charges(), app.books().cash().await), (vec![24_155], 24_155));
    assert_eq!(app.books().texts(RESOLUTION).await, ["charged: checked with the gateway"]);
    let audited = "SELECT COUNT(*) FROM audit WHERE event = 'attempt.resolved' AND actor = 'operator'";
    assert_eq!(app.books().number(audited).await, 1);
    let again = resolve(&app.state, &attempt.id, payment::Decision::Released).await;
    let again = again.unwrap_err().to_string();
    assert!(again.contains("settled as charged at 2026-03-16T"), "{again}");
    for part in ["checked with the gateway", "held because ", "\"amountMinor\":24155"] {
        assert!(again.contains(part), "{part} is not in {again}");
    }
    let unknown = resolve(&app.state, "att_none", payment::Decision::Released).await;
    assert!(matches!(unknown, Err(payment::NotResolved::NotHeld)));
    app.books().are_sound().await;
    assert!(payment::reconcile(&app.state).await.unwrap().is_clean());
}

#[tokio::test]
async fn held_attempt_settled_as_released_still_reports_its_charge() {
    let (app, buyer, attempt) = held(more).await;

    let resolved = resolve(&app.state, &attempt.id, payment::Decision::Released).await.unwrap();

    assert!(resolved.needs_refund);
    let found = buyer.attempt(101, &attempt.id).await.is(200).upgrade();
    assert_eq!((found.attempt.state, found.attempt.charged), (AttemptState::Canceled, Charged::Yes));
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 5);
    assert_eq!(app.books().cash().await, 0);
    assert!(
        payment::reconcile(&app.state).await.unwrap().is_clean(),
        "a person has decided about this charge"
    );
    let next = buyer.prepare(101, 9, "tok_visa").await;
    buyer.pay(&next).await.is(201);
}

#[tokio::test]
async fn decision_that_contradicts_the_gateway_is_refused() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.ask(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "tok_confirm").await;
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    gateway.set(|faults| {
        faults.retrieve = Fault::Altered(|mut intent| {
            intent.status = backend::gateway::IntentStatus::Succeeded;
            more(intent)
        });
    });
    app.complete().await;
    let blocked = resolve(&app.beside(app.gateway()).await, &attempt.id, payment::Decision::Charged).await;
    assert!(matches!(blocked, Err(payment::NotResolved::Contradiction(_))), "{blocked:?}");
    gateway.set(|faults| faults.retrieve = Fault::Unreachable);
    let unreachable = resolve(&app.state, &attempt.id, payment::Decision::Released).await;
    assert!(matches!(unreachable, Err(payment::NotResolved::Gateway(_))), "{unreachable:?}");
    assert_eq!(app.books().states().await, ["unknown"]);

    gateway.set(|faults| faults.retrieve = Fault::None);
    let resolved = resolve(&app.state, &attempt.id, payment::Decision::Released).await.unwrap();

    // The gateway has canceled the intent, which proves that nothing was charged.
    assert!(!resolved.needs_refund);
    assert_eq!(app.log().count("canceled"), 1);
    let found = buyer.attempt(101, &attempt.id).await.is(200).upgrade().attempt;
    assert_eq!((found.state, found.charged), (AttemptState::Canceled, Charged::No));
}

#[tokio::test]
async fn subscription_renews_and_can_be_canceled_while_an_attempt_is_held() {
    let (app, buyer, attempt) = held(more).await;
    app.set_time("2026-04-01T00:00:10Z");

    renewals::book_all_due(&app.state).await.unwrap();

    // 5 sessions at 156.00.
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 5);
    assert_eq!(app.books().texts("SELECT state FROM renewal WHERE subscription LIKE '%101'").await, ["paid"]);
    assert!(app.log().charges().contains(&78_000));
    let cancel = "/organizations/101/testcloud/cancellation";
    buyer.send(axum::http::Method::POST, cancel, &serde_json::json!({}), &[]).await.is(200);
    let late = resolve(&app.state, &attempt.id, payment::Decision::Charged).await.unwrap_err().to_string();
    assert!(late.contains("the subscription has changed"), "{late}");
    assert_eq!(app.books().states().await, ["unknown"], "a refused decision changes nothing");
    resolve(&app.state, &attempt.id, payment::Decision::Released).await.unwrap();
    app.books().are_sound().await;
}

fn attempts(app: &App, arguments: &[&str]) -> Output {
    let database = format!("sqlite:{}", app.database_file().display());
    Command::new(Path::new(env!("CARGO_BIN_EXE_backend")))
        .arg("attempts")
        .args(arguments)
        .args(["--database-url", &database, "--sandbox-url", &app.gateway_address])
        .args(["--clock", "2026-03-16T10:00:00Z"])
        .env("TESTCLOUD_SANDBOX_SECRET", SANDBOX_SECRET)
        .env("RUST_LOG", "error")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn command_lists_and_settles_held_attempts() {
    let (app, buyer, attempt) = held(more).await;

    backend::service::health::update_gauges(&app.state).await;
    let metrics = app.state.metrics.encode();
    assert!(metrics.lines().any(|line| line == "upgrade_attempts_held 1"), "{metrics}");

    let listed = attempts(&app, &["held"]);
    let json: Value = serde_json::from_slice(&attempts(&app, &["held", "--json"]).stdout).unwrap();
    let settle = ["resolve", &attempt.id, "--as", "charged", "--because", "ticket 7"];
    let settled = attempts(&app, &settle);

    let listed = text(&listed.stdout);
    for part in [attempt.id.as_str(), "charged, 24155 USD", "5 sessions monthly -> 8 sessions monthly"] {
        assert!(listed.contains(part), "{part} is not in {listed}");
    }
    assert_eq!(
        (&json[0]["attempt"], &json[0]["gateway"]["amountMinor"]),
        (&attempt.id.clone().into(), &24_155.into())
    );
    let said = text(&settled.stdout);
    assert!(settled.status.success(), "{said} {}", text(&settled.stderr));
    assert!(said.find("charged, 24155 USD") < said.find("settled: charged, charged: yes"), "{said}");
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 8);
    assert_eq!(app.books().texts(RESOLUTION).await, ["charged: ticket 7"]);
    assert_eq!(text(&attempts(&app, &["held"]).stdout), "No attempt is held.\n");
    let again = attempts(&app, &settle);
    assert_eq!(again.status.code(), Some(1));
    assert!(
        text(&again.stderr).contains("settled as charged at 2026-03-16T10:00"),
        "{}",
        text(&again.stderr)
    );
    app.books().are_sound().await;
}
