use std::time::Duration;

use reqwest::Method;

use crate::running::{config, eventually, instant, order, send, start, start_with};

#[tokio::test]
async fn same_key_replays_the_answer_byte_for_byte_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.jsonl");
    let before = start(&book).await;
    let form = order("pm_card_visa");
    let created = before.post_with_key("/v1/payment_intents", "d:a1:create", &form).await;
    let path = format!("/v1/payment_intents/{}/confirm", created.id());
    let declined_path =
        format!("/v1/payment_intents/{}/confirm", before.intent("pm_card_chargeDeclined").await);
    let confirmed = before.post_with_key(&path, "d:a1:confirm", "").await;
    let declined = before.post_with_key(&declined_path, "d:a2:confirm", "").await;
    before.stop().await;

    let after = start(&book).await;

    for (path, key, form, first) in [
        ("/v1/payment_intents", "d:a1:create", form.as_str(), &created),
        (&path, "d:a1:confirm", "", &confirmed),
        (&declined_path, "d:a2:confirm", "", &declined),
    ] {
        let replayed = after.post_with_key(path, key, form).await;
        assert_eq!((replayed.status, &replayed.text), (first.status, &first.text));
        assert_eq!(replayed.header("idempotent-replayed"), Some("true"));
        assert_eq!(replayed.header("original-request"), first.header("request-id"));
        assert_eq!(first.header("idempotent-replayed"), None);
    }
    assert_eq!(after.entries(&created.id()), ["intent_created", "confirming", "succeeded"]);
}

#[tokio::test]
async fn order_of_parameters_does_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let first = sandbox.post_with_key("/v1/customers", "k", "name=A&metadata[a]=1").await;

    let again = sandbox.post_with_key("/v1/customers", "k", "metadata%5Ba%5D=1&name=A").await;

    assert_eq!(again.text, first.text);
}

#[tokio::test]
async fn same_key_with_other_parameters_or_path_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    sandbox.post_with_key("/v1/customers", "k", "name=A").await;

    for (path, form) in
        [("/v1/customers", "name=B"), ("/v1/customers", ""), ("/v1/payment_intents", "name=A")]
    {
        let refused = sandbox.post_with_key(path, "k", form).await;
        assert_eq!(
            (refused.status, &refused.body["error"]["type"]),
            (400, &"idempotency_error".into()),
            "{form}"
        );
    }
    assert_eq!(sandbox.lines().len(), 1);
}

#[tokio::test]
async fn invalid_request_does_not_use_up_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let wrong = sandbox.post_with_key("/v1/customers", "k", "nonsense=1").await;
    assert_eq!(wrong.status, 400);

    let right = sandbox.post_with_key("/v1/customers", "k", "name=A").await;

    assert_eq!(right.status, 200);
}

#[tokio::test]
async fn key_is_forgotten_after_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let first = sandbox.post_with_key("/v1/customers", "k", "name=A").await;

    sandbox.clock.set(instant("2026-03-17T09:29:00Z"));
    assert_eq!(sandbox.post_with_key("/v1/customers", "k", "name=A").await.id(), first.id());
    sandbox.clock.set(instant("2026-03-17T09:31:00Z"));
    assert_ne!(sandbox.post_with_key("/v1/customers", "k", "name=A").await.id(), first.id());
}

#[tokio::test]
async fn key_in_use_is_refused_until_the_request_ends() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_sandbox_timeoutCharged").await;
    let path = format!("/v1/payment_intents/{intent}/confirm");
    let late = sandbox.form(&path, "").header("idempotency-key", "k").timeout(Duration::from_millis(300));
    let late = tokio::spawn(async move { late.send().await.is_err() });
    eventually("no charge", async || sandbox.entries(&intent).len() == 3).await;

    let refused = sandbox.post_with_key(&path, "k", "").await;

    assert_eq!(refused.error(), (409, "idempotency_key_in_use"));
    assert!(late.await.unwrap(), "the answer came in time");
    eventually("no end of the request", async || sandbox.post_with_key(&path, "k", "").await.status != 409)
        .await;
    let replayed = sandbox.post_with_key(&path, "k", "").await;
    assert_eq!((replayed.status, &replayed.body["status"]), (200, &"succeeded".into()));
    assert_eq!(sandbox.entries(&intent), ["intent_created", "confirming", "succeeded"]);
}

#[tokio::test]
async fn late_answer_of_a_lost_charge_is_an_error_that_is_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.jsonl");
    let sandbox = start_with(sandbox_gateway::SandboxConfig {
        late_response: Duration::from_millis(50),
        ..config(&book)
    })
    .await;
    let intent = sandbox.intent("pm_card_sandbox_timeoutLost").await;
    let path = format!("/v1/payment_intents/{intent}/confirm");

    let lost = sandbox.post_with_key(&path, "k", "").await;
    let replayed = sandbox.post_with_key(&path, "k", "").await;

    assert_eq!((lost.status, &lost.body["error"]["type"]), (500, &"api_error".into()));
    assert_eq!((replayed.status, replayed.text), (500, lost.text));
    assert_eq!(sandbox.status(&intent).await, "requires_confirmation");
    assert_eq!(sandbox.entries(&intent), ["intent_created", "confirming"]);
}

#[tokio::test]
async fn keys_of_reads_are_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let read = |path: &str| {
        sandbox.request(Method::GET, path).bearer_auth(crate::running::KEY).header("idempotency-key", "k")
    };

    assert_eq!(send(read("/v1/account")).await.status, 200);
    assert_eq!(send(read("/v1/customers")).await.status, 200);
}

#[tokio::test]
async fn late_answer_is_dropped_when_the_sandbox_stops() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_sandbox_timeoutCharged").await;
    let late = sandbox.form(&format!("/v1/payment_intents/{intent}/confirm"), "");
    let late = tokio::spawn(async move { late.send().await.is_err() });
    eventually("no charge", async || sandbox.entries(&intent).len() == 3).await;

    sandbox.stop().await;

    assert!(late.await.unwrap(), "the answer came");
}
