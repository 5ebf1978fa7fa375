use gateway::{Gateway, GatewayError, IntentStatus, NewIntent};

use crate::running::{order, start};

fn conflict() -> GatewayError {
    GatewayError::Refused { code: "idempotency_conflict".to_owned() }
}

#[tokio::test]
async fn repeated_request_returns_the_same_response_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = running.create("a1", "card_visa").await;
    let paid = running.gateway.confirm(&intent.id, "a1:confirm").await.unwrap();
    let written = running.lines();

    assert_eq!(running.create("a1", "card_visa").await, intent);
    assert_eq!(running.gateway.confirm(&intent.id, "a1:confirm").await.unwrap(), paid);

    assert_eq!(running.lines(), written);
    assert_eq!(running.events(&intent.id), ["intent_created", "confirming", "succeeded"]);
}

#[tokio::test]
async fn reused_key_with_other_content_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    running.create("a1", "card_visa").await;
    let first = order("a1", "card_visa");
    let written = running.lines();

    for other in [
        NewIntent { organization: 102, ..first.clone() },
        NewIntent { amount_minor: 24_156, ..first.clone() },
        NewIntent { currency: "EUR".to_owned(), ..first.clone() },
        NewIntent { card_ref: "card_declined".to_owned(), ..first.clone() },
        NewIntent { attempt: "a2".to_owned(), ..first.clone() },
    ] {
        assert_eq!(running.gateway.create_intent(&other).await, Err(conflict()), "{other:?}");
    }

    assert_eq!(running.lines(), written);
}

#[tokio::test]
async fn idempotency_key_is_valid_for_one_call_on_one_intent() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let first = running.create("a1", "card_visa").await;
    let second = running.create("a2", "card_visa").await;
    running.gateway.confirm(&first.id, "a1:confirm").await.unwrap();

    assert_eq!(running.gateway.confirm(&second.id, "a1:confirm").await, Err(conflict()));
    assert_eq!(running.gateway.cancel(&first.id, "a1:confirm").await, Err(conflict()));
    assert_eq!(running.gateway.confirm(&second.id, "a2:create").await, Err(conflict()));

    assert_eq!(running.gateway.retrieve(&second.id).await.unwrap().status, IntentStatus::Unconfirmed);
}

#[tokio::test]
async fn fifty_parallel_creates_with_one_key_make_one_intent() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;

    let calls: Vec<_> = (0..50)
        .map(|_| {
            let gateway = running.gateway.clone();
            tokio::spawn(async move { gateway.create_intent(&order("a1", "card_visa")).await.unwrap().id })
        })
        .collect();

    let mut ids = Vec::new();
    for call in calls {
        ids.push(call.await.unwrap());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(running.lines().len(), 1);
}
