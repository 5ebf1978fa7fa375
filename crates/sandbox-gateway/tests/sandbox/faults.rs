use std::time::{Duration, Instant};

use reqwest::Method;

use crate::running::{Running, start};

async fn set(sandbox: &Running, fault: &str) {
    let answer = sandbox.control(Method::POST, "/faults", fault).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}

#[tokio::test]
async fn error_before_charges_nothing_and_is_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_visa").await;
    let path = format!("/v1/payment_intents/{intent}/confirm");
    set(&sandbox, r#"{"call":"payment_intents.confirm","kind":"error_before"}"#).await;

    let failed = sandbox.post_with_key(&path, "k", "").await;
    let replayed = sandbox.post_with_key(&path, "k", "").await;

    assert_eq!((failed.status, replayed.status), (500, 500));
    assert_eq!(replayed.header("idempotent-replayed"), Some("true"));
    assert_eq!(sandbox.status(&intent).await, "requires_confirmation");
    assert_eq!(sandbox.post_with_key(&path, "k2", "").await.body["status"], "succeeded");
}

#[tokio::test]
async fn error_after_charges_and_is_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_visa").await;
    let path = format!("/v1/payment_intents/{intent}/confirm");
    set(&sandbox, r#"{"call":"*","kind":"error_after"}"#).await;

    assert_eq!(sandbox.post_with_key(&path, "k", "").await.status, 500);
    assert_eq!(sandbox.post_with_key(&path, "k", "").await.status, 500);
    assert_eq!(sandbox.status(&intent).await, "succeeded");
}

#[tokio::test]
async fn unavailable_proxy_is_not_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    set(&sandbox, r#"{"call":"customers.create","kind":"error_before","status":503}"#).await;

    assert_eq!(sandbox.post_with_key("/v1/customers", "k", "").await.status, 503);
    assert_eq!(sandbox.post_with_key("/v1/customers", "k", "").await.status, 200);
}

#[tokio::test]
async fn dropped_connections_answer_nothing_before_or_after_the_charge() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    for (kind, status) in [("drop_before", "requires_confirmation"), ("drop_after", "succeeded")] {
        let intent = sandbox.intent("pm_card_visa").await;
        set(&sandbox, &format!("{{\"call\":\"payment_intents.confirm\",\"kind\":\"{kind}\"}}")).await;

        let sent = sandbox.form(&format!("/v1/payment_intents/{intent}/confirm"), "").send().await;

        assert!(sent.is_err(), "{kind}");
        assert_eq!(sandbox.status(&intent).await, status, "{kind}");
    }
}

#[tokio::test]
async fn truncated_and_invalid_answers_hide_a_charge() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let truncated = sandbox.intent("pm_card_visa").await;
    set(&sandbox, r#"{"call":"payment_intents.confirm","kind":"truncate"}"#).await;
    let response =
        sandbox.form(&format!("/v1/payment_intents/{truncated}/confirm"), "").send().await.unwrap();
    assert!(response.status().is_success() && response.bytes().await.is_err());
    assert_eq!(sandbox.status(&truncated).await, "succeeded");

    let garbage = sandbox.intent("pm_card_visa").await;
    set(&sandbox, r#"{"call":"payment_intents.confirm","kind":"garbage"}"#).await;
    let answer = sandbox.confirm(&garbage).await;
    assert!(answer.status == 200 && answer.body.is_null());
    assert_eq!(sandbox.status(&garbage).await, "succeeded");
}

#[tokio::test]
async fn refusals_of_the_key_and_of_the_rate_charge_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_visa").await;
    for (fault, status) in [
        (r#"{"call":"payment_intents.confirm","kind":"rate_limit","retry_after":7}"#, 429),
        (r#"{"call":"payment_intents.confirm","kind":"forbidden"}"#, 403),
        (r#"{"call":"payment_intents.confirm","kind":"unauthorized"}"#, 401),
    ] {
        set(&sandbox, fault).await;
        let answer = sandbox.confirm(&intent).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("retry-after"), (status == 429).then_some("7"));
    }
    assert_eq!(sandbox.entries(&intent), ["intent_created"]);
}

#[tokio::test]
async fn wrong_amount_is_in_the_answer_only() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_visa").await;
    set(&sandbox, r#"{"call":"payment_intents.confirm","kind":"wrong_amount"}"#).await;

    let lied = sandbox.confirm(&intent).await;

    assert_eq!((&lied.body["amount"], &lied.body["amount_received"]), (&24_156.into(), &24_156.into()));
    assert_eq!(sandbox.get(&format!("/v1/payment_intents/{intent}")).await.body["amount"], 24_155);
}

#[tokio::test]
async fn fault_affects_its_call_as_often_as_set() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    set(&sandbox, r#"{"call":"account.retrieve","kind":"error_before","times":2}"#).await;
    set(&sandbox, r#"{"call":"account.retrieve","kind":"delay","milliseconds":200}"#).await;

    assert_eq!(sandbox.get("/v1/customers").await.status, 200);
    assert_eq!(sandbox.get("/v1/account").await.status, 500);
    assert_eq!(sandbox.get("/v1/account").await.status, 500);
    let start = Instant::now();
    assert_eq!(sandbox.get("/v1/account").await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(200));
    set(&sandbox, r#"{"call":"*","kind":"garbage","times":100}"#).await;
    assert_eq!(sandbox.control(Method::DELETE, "/faults", "").await.status, 204);
    assert_eq!(sandbox.get("/v1/account").await.body["object"], "account");
    for wrong in ["{}", r#"{"call":"*","kind":"nonsense"}"#, r#"{"call":"*","kind":"delay","times":0}"#] {
        assert_eq!(sandbox.control(Method::POST, "/faults", wrong).await.status, 422, "{wrong}");
    }
}
