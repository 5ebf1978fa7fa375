//! Runs every feature once, records the statements that reach SQLite, and fails for query plans that scan a growing
//! table.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Method, Request};
use backend::routes::router;
use backend::service::apply::{self, Declarations, EmbedClientEntry, client_of_entry};
use backend::service::{embedding, health, payment, renewals, retention};
use contract::billing::Cycle;
use contract::{EmbedCodeRequest, EmbedSessionRequest, PromotionCheck, paths};
use gateway::stripe::webhook;
use process::Clock;
use serde_json::json;
use sqlx::Row;
use tower::ServiceExt;
use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

use crate::child::passed_in_child;
use crate::support::{App, Fault, FaultyGateway, TestPayment, WEBHOOK_SECRET, answer_bank};

/// Tables with few rows.
const SMALL: [&str; 5] = ["health_check", "price_list", "promotion", "renewal_create", "seal_key"];
/// Partial indexes that contain few rows, or of which a query reads one row.
const OPEN_ROWS: [&str; 9] = [
    "renewal_kept",
    "renewal_charging",
    "renewal_held",
    "upgrade_attempt_one_open",
    "upgrade_attempt_due",
    "upgrade_attempt_held",
    "upgrade_attempt_unresolved",
    "outbox_unsent",
    "organization_with_sample_data",
];
/// Statements outside of requests, with the reason.
const NOT_HOT: [(&str, &str); 1] =
    [("FROM subscription GROUP BY status", "one row per organization, read when metrics are collected")];

#[derive(Clone, Default)]
struct Statements(Arc<Mutex<BTreeSet<String>>>);

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() != "sqlx::query" {
            return;
        }
        let mut statement = Statement::default();
        event.record(&mut statement);
        let sql = if statement.full.trim().is_empty() { statement.summary } else { statement.full };
        self.0.lock().unwrap().insert(sql.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

#[derive(Default)]
struct Statement {
    summary: String,
    full: String,
}

impl Visit for Statement {
    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.full),
            _ => {}
        }
    }
}

#[tokio::test]
async fn no_statement_scans_a_growing_table() {
    if passed_in_child("query_plans::no_statement_scans_a_growing_table") {
        return;
    }
    let app = App::open().await;
    let statements = Statements::default();
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(statements.clone())).unwrap();
    use_everything(app).await;
    let recorded = statements.0.lock().unwrap().clone();
    for part in [
        "INSERT INTO upgrade_attempt",
        "UPDATE subscription",
        "FROM receipt",
        "INSERT INTO inbound_event",
        "INTO rate_limit",
        "INSERT INTO renewal",
        "create_unresolved = 0",
        "DELETE FROM quote",
        "INSERT INTO embed_session",
        "DELETE FROM embed_code",
    ] {
        assert!(recorded.iter().any(|sql| sql.contains(part)), "{part} was not recorded");
    }

    let app = App::open().await;
    let mut scans = Vec::new();
    for sql in recorded.into_iter().chain(trigger_conditions(&app).await) {
        scans.extend(scans_of(&app, sql).await);
    }

    assert!(scans.is_empty(), "{scans:#?}");
}

/// Returns the conditions of triggers, which SQLite omits from the plans of the statements that fire them.
async fn trigger_conditions(app: &App) -> Vec<String> {
    let triggers = app.books().texts("SELECT sql FROM sqlite_master WHERE type = 'trigger'").await;
    let condition = |trigger: &String| {
        let (_, condition) = trigger.split_once("WHEN EXISTS (")?;
        let (condition, _) = condition.split_once("BEGIN SELECT RAISE")?;
        Some(condition.trim().trim_end_matches(')').replace("OLD.id", "?"))
    };
    let conditions: Vec<String> = triggers.iter().filter_map(condition).collect();
    assert!(!conditions.is_empty());
    conditions
}

async fn scans_of(app: &App, sql: String) -> Vec<String> {
    let first = sql.split(' ').next().unwrap_or_default().to_uppercase();
    if !["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&first.as_str())
        || NOT_HOT.iter().any(|(part, _)| sql.contains(part))
    {
        return Vec::new();
    }
    // Reads only the first row in key order.
    let is_first_row = sql.ends_with("LIMIT 1") && !sql.contains(" WHERE ");
    let mut transaction = app.state.store.begin().await.unwrap();
    let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
    let plan = sqlx::query(explain).fetch_all(&mut *transaction).await;
    let plan = plan.unwrap_or_else(|error| panic!("{error}: {sql}"));
    let is_scan = |detail: &String| {
        let Some(rest) = detail.strip_prefix("SCAN ") else { return false };
        let table = rest.split(' ').next().unwrap_or_default();
        let is_small = SMALL.contains(&table) || rest.starts_with("CONSTANT ROW");
        !is_small && !is_first_row && !OPEN_ROWS.iter().any(|index| rest.contains(index))
    };
    plan.iter()
        .map(|row| row.get::<String, _>("detail"))
        .filter(is_scan)
        .map(|detail| format!("{detail}: {sql}"))
        .collect()
}

/// Declares an embed client, opens two tokens of one document, and ends their session.
async fn embed(app: &App) {
    const ID: &str = "portal";
    const SECRET: &str = "5b1c7f0e9a3d4c2b8e6f7a1d0c9b8e7f";
    const ORIGIN: &str = "https://portal.example.com";
    let entry = EmbedClientEntry {
        id: ID.to_owned(),
        name: "The portal".to_owned(),
        secret_file: Some("secret".into()),
        secret_hash: None,
        origins: vec![ORIGIN.to_owned()],
        organizations: vec![101],
        disabled: false,
    };
    let client = client_of_entry(entry, |_| Ok(SECRET.to_owned())).unwrap();
    let declarations = Declarations { embed_clients: vec![client] };
    apply::apply(&app.state.store, &declarations, app.state.clock.now()).await.unwrap();
    let client = embedding::authenticate(&app.state, ID, SECRET).await.unwrap();
    let now = Clock::machine().now();
    let nonce = embedding::Document::new(101, now).nonce(&app.state.seals, ID);
    for (subject, email) in [(Some("u_billing"), None), (None, Some("billing@example.com"))] {
        let request = EmbedCodeRequest {
            subject: subject.map(str::to_owned),
            email: email.map(str::to_owned),
            organization: 101,
            origin: ORIGIN.to_owned(),
            authenticated_at: now,
            locale: None,
            prefill: None,
        };
        let code = embedding::issue_code(&app.state, &client, request).await.unwrap().code;
        let (client, nonce, origin) = (ID.to_owned(), nonce.clone(), ORIGIN.to_owned());
        let request = EmbedSessionRequest { code, client, nonce, origin };
        let token = embedding::exchange_code(&app.state, request).await.unwrap().token;
        app.books().change("UPDATE embed_session SET used_at = used_at - 120 WHERE started_at > 0").await;
        let (_, embedded) = embedding::session_of(&app.state, &token).await.unwrap().unwrap();
        if email.is_some() {
            embedding::end(&app.state, &embedded.document).await.unwrap();
        }
    }
}

/// Runs every kind of request and background task at least once.
async fn use_everything(mut app: App) {
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let ready = Request::get("/health/ready").body(Body::empty()).unwrap();
    router(app.state.clone()).oneshot(ready).await.unwrap();
    let metrics = Request::get("/metrics").body(Body::empty()).unwrap();
    router(app.state.clone()).oneshot(metrics).await.unwrap();
    health::readiness(&app.state).await;
    buyer.get("/users/me").await.is(200);
    buyer.subscription(101).await;
    buyer.try_quote(101, 8, Cycle::Monthly, Some("NOTACODE")).await.is(422);
    let check = PromotionCheck { code: "SAVE10".to_owned(), sessions: 8, cycle: Cycle::Monthly };
    let path = format!("{}/promotion-checks", paths::testcloud(101));
    buyer.send(Method::POST, &path, &check, &[]).await.is(200);

    let card = buyer.use_card(101, "pm_card_visa").await;
    let quote = buyer.quote(101, 8, Cycle::Monthly, Some("SAVE10")).await;
    let payment = TestPayment::of(101, &quote, &card.id);
    buyer.pay(&payment).await.is(201);
    buyer.pay(&payment).await.is(200);
    let same_quote = TestPayment { key: Some("another-key".to_owned()), ..payment.clone() };
    buyer.pay(&same_quote).await.is(409);
    buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await.is(200);
    let declined = buyer.prepare(101, 9, "pm_card_chargeCustomerFail").await;
    buyer.pay(&declined).await.is(402);
    let confirmed = buyer.prepare(101, 9, "pm_card_authenticationRequired").await;
    let attempt = buyer.pay(&confirmed).await.is(202).upgrade().attempt;
    answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;
    buyer.act_on_attempt(101, &attempt.id, "confirmation").await.is(200);
    buyer.attempt(101, &attempt.id).await.is(200);
    let canceled = buyer.prepare(101, 10, "pm_card_authenticationRequired").await;
    let attempt = buyer.pay(&canceled).await.is(202).upgrade().attempt;
    buyer.act_on_attempt(101, &attempt.id, "cancellation").await.is(200);
    let notified = buyer.prepare(101, 11, "pm_card_authenticationRequired").await;
    let attempt = buyer.pay(&notified).await.is(202).upgrade().attempt;
    answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;
    let intent = app.log().charged_intents().pop().unwrap();
    let object = json!({ "id": intent, "object": "payment_intent" });
    let body = json!({ "id": "evt_1", "object": "event", "type": "kind", "livemode": false, "data": { "object": object } });
    let body = body.to_string();
    let signature = webhook::sign(WEBHOOK_SECRET, app.state.clock.now(), body.as_bytes());
    let headers = [("stripe-signature", signature.as_str())];
    buyer.request(Method::POST, "/gateway/events", Body::from(body), &headers).await.is(200);

    gateway.set(|faults| faults.create = Fault::ResponseLost);
    let lost = buyer.prepare(101, 12, "pm_card_visa").await;
    buyer.pay(&lost).await.is(503);
    gateway.set(|faults| faults.create = Fault::None);
    gateway.set(|faults| faults.confirm = Fault::ResponseLost);
    let lost = buyer.prepare(101, 12, "pm_card_visa").await;
    buyer.pay(&lost).await.is(202);
    gateway.set(|faults| faults.confirm = Fault::None);
    app.run_recovery().await;
    app.run_recovery().await;
    payment::reconcile(&app.state).await.unwrap();

    for path in ["receipts", "receipts/R-101-000001", "receipts/R-101-000001/csv", "receipts.csv"] {
        buyer.get(&format!("{}/{path}", paths::testcloud(101))).await;
    }
    let note = json!({ "note": "more" });
    buyer.send(Method::POST, "/organizations/101/testcloud/access-requests", &note, &[]).await;
    let member = app.person("user").await;
    member.send(Method::POST, "/organizations/101/testcloud/access-requests", &note, &[]).await;
    for what in ["cancellation", "reactivation"] {
        let path = format!("{}/{what}", paths::testcloud(101));
        buyer.send(Method::POST, &path, &json!({}), &[]).await;
    }
    buyer.use_card(104, "pm_card_chargeCustomerFail").await;
    app.set_time("2026-04-20T00:00:00Z");
    drop(renewals::book_all_due(&app.state).await);
    buyer.use_card(104, "pm_card_visa").await;
    app.set_time("2026-06-20T00:00:00Z");
    drop(renewals::book_all_due(&app.state).await);
    retention::delete_expired(&app.state).await.unwrap();
    embed(&app).await;
    buyer.send(Method::DELETE, "/session", &json!({}), &[]).await;
}
