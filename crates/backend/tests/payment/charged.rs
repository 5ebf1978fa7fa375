//! A response reports that nothing was charged only if a response of the gateway or the absence of an intent proves it.

use axum::body::Body;
use axum::http::Method;
use backend::alarm::Alarm;
use contract::billing::Cycle;
use contract::{AttemptState, Charged, Page, ReceiptSummary, UpgradeRequest, paths};
use serde_json::Value;

use crate::support::{App, Fault, FaultyGateway, TestPayment, answer_bank, key};

#[tokio::test]
async fn charge_confirmed_at_the_bank_is_reported_as_unknown_until_checked() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;
    assert_eq!(app.log().charges(), [24_155]);

    let by_id = buyer.attempt(101, &attempt.id).await.is(200).upgrade().attempt;
    let by_key = buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await.is(200).upgrade().attempt;
    let open = buyer.subscription(101).await.open_attempt.unwrap();
    let other = buyer.prepare(101, 9, "pm_card_visa").await;
    let refused = buyer.pay(&other).await.refused(409, "attempt_open");

    for attempt in [&by_id, &by_key, &open, refused.attempt.as_deref().unwrap()] {
        assert_eq!((attempt.state, attempt.charged), (AttemptState::RequiresAction, Charged::Unknown));
    }
    assert_eq!(refused.charged, Charged::Unknown);
    assert_eq!(app.books().texts("SELECT charged FROM upgrade_attempt").await, ["unknown"]);
}

#[tokio::test]
async fn started_attempt_reports_charged_as_unknown() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let quote = buyer.quote(101, 9, Cycle::Monthly, None).await;
    let other = TestPayment::of(101, &quote, payment.body.payment_method_id.as_deref().unwrap());
    gateway.set(|faults| faults.create = Fault::StopBefore);
    let request = tokio::spawn({
        let (buyer, payment) = (buyer.clone(), payment.clone());
        async move { buyer.pay(&payment).await }
    });
    gateway.stopped().await;

    let by_key = buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await.is(200).upgrade().attempt;
    let by_id = buyer.attempt(101, &by_key.id).await.is(200).upgrade().attempt;
    let open = buyer.subscription(101).await.open_attempt.unwrap();
    let running = buyer.pay(&payment).await.refused(409, "attempt_running");
    let changed = UpgradeRequest { expected_due_minor: 1, ..payment.body.clone() };
    let changed = TestPayment { body: changed, ..payment.clone() };
    let conflict = buyer.pay(&changed).await.refused(422, "idempotency_conflict");
    let other = buyer.pay(&other).await.refused(409, "attempt_open");

    assert_eq!(by_key.state, AttemptState::Started);
    for attempt in [by_key, by_id, open] {
        assert_eq!(attempt.charged, Charged::Unknown);
    }
    for problem in [running, conflict, other] {
        assert_eq!(problem.charged, Charged::Unknown, "{}", problem.code);
        assert_eq!(problem.attempt.unwrap().charged, Charged::Unknown, "{}", problem.code);
    }
    assert_eq!(app.books().texts("SELECT charged FROM upgrade_attempt").await, ["unknown"]);
    gateway.resume();
    request.await.unwrap().is(201);
    assert_eq!(app.log().charges(), [24_155]);
}

/// Covers every kind of row, with the expected response.
#[tokio::test]
async fn charged_field_follows_from_the_state_and_the_amount_due() {
    for (state, point, due, stored, alarm, answered) in [
        ("started", "R0", 24_155, "no", "NULL", Charged::Unknown),
        ("started", "R0", 0, "no", "NULL", Charged::No),
        ("charging", "R1", 24_155, "unknown", "NULL", Charged::Unknown),
        ("unknown", "R2u", 24_155, "yes", "'another amount'", Charged::Yes),
        ("declined", "R4", 24_155, "no", "NULL", Charged::No),
        ("canceled", "R4", 24_155, "no", "NULL", Charged::No),
        ("canceled", "R4", 24_155, "no", "'another amount'", Charged::Yes),
    ] {
        let app = App::open().await;
        let buyer = app.person("billing").await;
        let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
        let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
        let update = format!(
            "UPDATE upgrade_attempt SET state = '{state}', recovery_point = '{point}', amount_due_minor = {due},
             charged = '{stored}', alarm = {alarm}"
        );
        app.books().change(update.leak()).await;

        let found = buyer.attempt(101, &attempt.id).await.is(200).upgrade().attempt;

        assert_eq!(found.charged, answered, "{state} {due} {alarm}");
    }
}

#[tokio::test]
async fn unknown_key_reports_charged_as_unknown_while_its_request_is_queued() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let key = payment.key.clone().unwrap();
    let writer = app.state.store.begin().await.unwrap();
    let pay = || {
        let (buyer, payment) = (buyer.clone(), payment.clone());
        tokio::spawn(async move { buyer.pay(&payment).await })
    };
    let queued = pay();
    tokio::task::yield_now().await;

    let unknown = buyer.attempt_by_key(101, &key).await.refused(404, "attempt_unknown");
    let repeated = pay();
    drop(writer);

    assert_eq!(unknown.charged, Charged::Unknown);
    let statuses = [queued.await.unwrap().status.as_u16(), repeated.await.unwrap().status.as_u16()];
    assert!(statuses.contains(&201), "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 201, 409].contains(status)), "{statuses:?}");
    let settled = buyer.attempt_by_key(101, &key).await.is(200).upgrade().attempt;
    assert_eq!((settled.state, settled.charged), (AttemptState::Charged, Charged::Yes));
    assert_eq!((app.log().charges(), app.log().count("intent_created")), (vec![24_155], 1));
    app.books().are_sound().await;
}

/// Covers every state. `no` requires the gateway's response to a cancel, or that no intent was stored.
#[tokio::test]
async fn database_accepts_not_charged_only_in_states_that_prove_it() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
    buyer.pay(&payment).await.is(202);
    for (state, point, answer, accepts_no) in [
        ("started", "R0", "NULL", true),
        ("charging", "R1", "NULL", false),
        ("requires_action", "R2", "NULL", false),
        ("unknown", "R2u", "NULL", false),
        ("charged", "R3", "'{}'", false),
        ("declined", "R4", "NULL", true),
        ("canceled", "R4", "NULL", true),
    ] {
        let update = format!(
            "UPDATE upgrade_attempt SET state = '{state}', recovery_point = '{point}', answer_body = {answer}, charged = 'no'"
        );
        assert_eq!(!app.books().refuses(update.leak()).await, accepts_no, "{state}");
    }
}

#[tokio::test]
async fn key_of_a_charged_payment_reports_the_charge_to_another_request() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&payment).await.is(201);
    let body = UpgradeRequest { expected_due_minor: 1, ..payment.body.clone() };

    let conflict =
        buyer.pay(&TestPayment { body, ..payment.clone() }).await.refused(422, "idempotency_conflict");
    let paid =
        buyer.pay(&TestPayment { key: Some(key()), ..payment }).await.refused(409, "quote_already_paid");

    assert_eq!((conflict.charged, conflict.attempt.unwrap().state), (Charged::Yes, AttemptState::Charged));
    assert_eq!((paid.charged, paid.receipt.unwrap().charged_minor), (Charged::Yes, 24_155));
}

/// Covers every refusal of a repeated paid request before its key is looked up.
#[tokio::test]
async fn refusals_before_the_key_lookup_do_not_report_charged_as_no() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let id = buyer.pay(&payment).await.is(201).upgrade().attempt.id;
    assert_eq!(app.log().charges(), [24_155]);
    let key = payment.key.as_deref().unwrap();
    let (json, tag) = (("content-type", "application/json"), ("if-match", "\"1\""));
    let with_key = ("idempotency-key", key);
    let whole = payment.text();
    let large = "x".repeat(70_000);
    let pays = "/organizations/101/testcloud/upgrades";
    let confirms = format!("{pays}/{id}/confirmation");
    let unknown = format!("{pays}/att_none");
    let foreign = "/organizations/999/testcloud/upgrades";
    let post = Method::POST;

    for (method, path, body, headers, code) in [
        (
            &post,
            pays,
            whole.as_str(),
            &[json, tag, with_key, ("origin", "https://evil.example")][..],
            "origin_refused",
        ),
        (&post, pays, &whole, &[json, tag, with_key, ("cookie", "tcu_session=none")], "signed_out"),
        (&post, pays, &whole, &[tag, with_key], "unsupported_media_type"),
        (&post, pays, "{", &[json, tag, with_key], "body_unreadable"),
        (&post, pays, &large, &[json, tag, with_key], "body_too_large"),
        (&post, pays, &whole, &[json, with_key], "if_match_missing"),
        (&post, pays, &whole, &[json, with_key, ("if-match", "1")], "parameter_invalid"),
        (&post, pays, &whole, &[json, tag], "idempotency_key_missing"),
        (&post, pays, &whole, &[json, tag, ("idempotency-key", "a b")], "idempotency_key_invalid"),
        (&Method::PUT, pays, &whole, &[json, tag, with_key], "method_not_allowed"),
        (&post, foreign, &whole, &[json, tag, with_key], "not_found"),
        (&Method::GET, &unknown, "", &[], "not_found"),
        (&post, &confirms, "[]", &[json], "body_invalid"),
    ] {
        let answer = buyer.request(method.clone(), path, Body::from(body.to_owned()), headers).await;
        let problem: Value = answer.json();
        assert_eq!(problem["code"], code, "{path}");
        assert_ne!(problem["charged"], "no", "{code}");
    }
    let by_key = format!("{}/upgrades/by-key", paths::testcloud(101));
    let signed_out = buyer.get_with(&by_key, &[with_key, ("cookie", "tcu_session=none")]).await;
    assert_eq!(signed_out.json::<Value>()["charged"], "unknown");
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn database_error_reports_charged_as_unknown() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&payment).await.is(201);
    app.books().change("ALTER TABLE upgrade_attempt RENAME COLUMN idempotency_key TO moved").await;

    let problem = buyer.pay(&payment).await.refused(500, "internal_error");

    assert_eq!(problem.charged, Charged::Unknown);
}

#[tokio::test]
async fn certain_refusals_report_that_nothing_was_charged() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let mismatch = UpgradeRequest { expected_due_minor: 1, ..payment.body.clone() };
    let mismatch = TestPayment { key: Some(key()), body: mismatch, ..payment.clone() };
    let stale = TestPayment { key: Some(key()), if_match: Some("\"2\"".to_owned()), ..payment.clone() };

    let mismatch = buyer.pay(&mismatch).await.refused(422, "expected_due_mismatch");
    let stale = buyer.pay(&stale).await.refused(412, "version_changed");
    gateway.set(|faults| faults.create = Fault::Unreachable);
    let unreachable = buyer.pay(&payment).await.refused(503, "gateway_unavailable");
    gateway.set(|faults| faults.create = Fault::None);
    let declined = buyer.prepare(101, 8, "pm_card_chargeCustomerFail").await;
    let declined = buyer.pay(&declined).await.refused(402, "payment_declined");

    for problem in [mismatch, stale, unreachable, declined] {
        assert_eq!(problem.charged, Charged::No, "{}", problem.code);
    }
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn paid_attempt_is_answered_as_charged_when_its_receipt_is_unreadable() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let other = buyer.prepare(101, 6, "pm_card_visa").await;
    buyer.pay(&other).await.is(201);
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let paid = buyer.pay(&payment).await.is(201);
    let id = paid.upgrade().attempt.id;
    app.books().change("DROP TRIGGER receipt_is_never_changed").await;
    app.books().change("UPDATE receipt SET body = '{' WHERE number = 'R-101-000002'").await;
    app.books().change("UPDATE upgrade_attempt SET card = '{'").await;

    let by_id = buyer.attempt(101, &id).await.is(200).upgrade();
    let by_key = buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await.is(200).upgrade();
    let again = buyer.pay(&payment).await.is(200);
    let new_key = TestPayment { key: Some(key()), ..payment.clone() };
    let refused = buyer.pay(&new_key).await.refused(409, "quote_already_paid");
    let receipts: Page<ReceiptSummary> =
        buyer.get("/organizations/101/testcloud/receipts").await.is(200).json();
    let one = buyer.get("/organizations/101/testcloud/receipts/R-101-000002").await.is(500);

    for answer in [by_id, by_key] {
        assert_eq!((answer.attempt.state, answer.attempt.charged), (AttemptState::Charged, Charged::Yes));
        assert_eq!(answer.receipt, None);
    }
    assert_eq!(again.body, paid.body);
    assert_eq!((refused.charged, refused.receipt), (Charged::Yes, None));
    assert_eq!(refused.attempt.unwrap().id, id);
    let numbers: Vec<_> = receipts.content.iter().map(|receipt| receipt.number.as_str()).collect();
    assert_eq!((numbers, receipts.total_elements), (vec!["R-101-000001"], 2));
    assert!(!one.body.is_empty());
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1, "about the receipt");
    assert_eq!(app.log().charges().len(), 2);
}

#[tokio::test]
async fn unreadable_ended_attempt_raises_an_alarm_when_it_is_read() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&payment).await.is(201);
    app.books().change("UPDATE upgrade_attempt SET before_cycle = 'weekly'").await;

    buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await.refused(500, "internal_error");
    buyer.pay(&payment).await.refused(500, "internal_error");

    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn released_key_reports_charged_as_unknown() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let key = payment.key.clone().unwrap();
    gateway.set(|faults| faults.create = Fault::Unreachable);
    let id = buyer.pay(&payment).await.refused(503, "gateway_unavailable").attempt.unwrap().id;
    gateway.set(|faults| faults.create = Fault::None);
    let writer = app.state.store.begin().await.unwrap();
    let waiting = tokio::spawn({
        let (buyer, payment) = (buyer.clone(), payment.clone());
        async move { buyer.pay(&payment).await }
    });

    let unknown = buyer.attempt_by_key(101, &key).await.refused(404, "attempt_unknown");

    assert_eq!((unknown.charged, unknown.attempt), (Charged::Unknown, None));
    let ended = buyer.attempt(101, &id).await.is(200).upgrade().attempt;
    assert_eq!((ended.state, ended.charged), (AttemptState::Canceled, Charged::No));
    drop(writer);
    waiting.await.unwrap().is(201);
    let paid = buyer.attempt_by_key(101, &key).await.is(200).upgrade().attempt;
    assert_eq!((paid.state, paid.charged), (AttemptState::Charged, Charged::Yes));
    assert_eq!(app.log().charges(), [24_155]);
}
