use gateway::wire::MAX_AMOUNT_MINOR;
use gateway::{DeclineReason, Gateway, GatewayError, IntentStatus, NewIntent};

use crate::running::{RunningSandbox, instant, order, start};

async fn confirm_fifty_times(running: &RunningSandbox, intent: &str, key: impl Fn(usize) -> String) {
    let calls: Vec<_> = (0..50)
        .map(|call| {
            let (gateway, intent, key) = (running.gateway.clone(), intent.to_owned(), key(call));
            tokio::spawn(async move { gateway.confirm(&intent, &key).await.unwrap().status })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), IntentStatus::Succeeded);
    }
}

fn successes(running: &RunningSandbox, intent: &str) -> usize {
    running.events(intent).iter().filter(|event| *event == "succeeded").count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_parallel_confirms_charge_once() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let one_key = running.create("a1", "card_visa").await;
    let many_keys = running.create("a2", "card_visa").await;

    confirm_fifty_times(&running, &one_key.id, |_| "a1:confirm".to_owned()).await;
    confirm_fifty_times(&running, &many_keys.id, |call| format!("a2:confirm:{call}")).await;

    assert_eq!(successes(&running, &one_key.id), 1);
    assert_eq!(running.events(&one_key.id).len(), 3);
    assert_eq!(successes(&running, &many_keys.id), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_confirm_and_cancel_report_the_same_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    for round in 0..20 {
        let intent = running.create(&format!("a{round}"), "card_visa").await;

        let (confirm_key, cancel_key) = (format!("a{round}:confirm"), format!("a{round}:cancel"));
        let (confirm, cancel) = tokio::join!(
            running.gateway.confirm(&intent.id, &confirm_key),
            running.gateway.cancel(&intent.id, &cancel_key),
        );

        let (confirm, cancel) = (confirm.unwrap().status, cancel.unwrap().status);
        let events = running.events(&intent.id);
        let canceled = events.iter().any(|event| event == "canceled");
        assert_eq!(confirm, cancel);
        assert_eq!(confirm, if canceled { IntentStatus::Canceled } else { IntentStatus::Succeeded });
        assert_eq!(successes(&running, &intent.id), usize::from(!canceled));
    }
}

#[tokio::test]
async fn canceled_intent_is_never_charged() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = running.create("a1", "card_visa").await;

    assert_eq!(running.gateway.cancel(&intent.id, "a1:cancel").await.unwrap().status, IntentStatus::Canceled);
    assert_eq!(
        running.gateway.confirm(&intent.id, "a1:confirm").await.unwrap().status,
        IntentStatus::Canceled
    );

    assert_eq!(running.events(&intent.id), ["intent_created", "canceled", "confirming"]);
}

#[tokio::test]
async fn cancel_after_the_charge_returns_succeeded() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = running.create("a1", "card_visa").await;
    running.gateway.confirm(&intent.id, "a1:confirm").await.unwrap();

    let canceled = running.gateway.cancel(&intent.id, "a1:cancel").await.unwrap();

    assert_eq!(canceled.status, IntentStatus::Succeeded);
    assert_eq!(running.events(&intent.id), ["intent_created", "confirming", "succeeded", "cancel_refused"]);
}

#[tokio::test]
async fn canceling_a_declined_intent_keeps_its_decline_reason() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = running.create("a1", "card_insufficient").await;
    running.gateway.confirm(&intent.id, "a1:confirm").await.unwrap();

    let canceled = running.gateway.cancel(&intent.id, "a1:cancel").await.unwrap();

    assert_eq!(canceled.status, IntentStatus::Canceled);
    assert_eq!(canceled.decline, Some(DeclineReason::InsufficientFunds));
}

#[tokio::test]
async fn expired_card_is_declined_on_confirm() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = running.create("a1", "card_visa").await;
    running.clock.set(instant("2031-01-01T00:00:00Z"));

    let declined = running.gateway.confirm(&intent.id, "a1:confirm").await.unwrap();

    assert_eq!(declined.status, IntentStatus::Declined);
    assert_eq!(declined.decline, Some(DeclineReason::ExpiredCard));
}

#[tokio::test]
async fn invalid_intent_is_refused_and_not_logged() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let good = order("a1", "card_visa");
    for (wrong, code) in [
        (NewIntent { amount_minor: 0, ..good.clone() }, "amount_invalid"),
        (NewIntent { amount_minor: -1, ..good.clone() }, "amount_invalid"),
        (NewIntent { amount_minor: MAX_AMOUNT_MINOR + 1, ..good.clone() }, "amount_above_limit"),
        (NewIntent { amount_minor: i64::MAX, ..good.clone() }, "amount_above_limit"),
        (NewIntent { currency: "usd".to_owned(), ..good.clone() }, "currency_unknown"),
        (NewIntent { currency: "XXX".to_owned(), ..good.clone() }, "currency_unknown"),
        (NewIntent { attempt: String::new(), ..good.clone() }, "attempt_invalid"),
        (NewIntent { idempotency_key: String::new(), ..good.clone() }, "idempotency_key_invalid"),
        (NewIntent { idempotency_key: "k".repeat(256), ..good.clone() }, "idempotency_key_invalid"),
        (NewIntent { idempotency_key: "a b".to_owned(), ..good.clone() }, "idempotency_key_invalid"),
    ] {
        let refused = GatewayError::Refused { code: code.to_owned() };
        assert_eq!(running.gateway.create_intent(&wrong).await, Err(refused), "{wrong:?}");
    }

    let unknown_card = NewIntent { card_ref: "card_other".to_owned(), ..good.clone() };
    assert_eq!(running.gateway.create_intent(&unknown_card).await, Err(GatewayError::CardUnknown));
    assert!(running.lines().is_empty());
    let most = NewIntent { amount_minor: MAX_AMOUNT_MINOR, ..good };
    assert_eq!(running.gateway.create_intent(&most).await.unwrap().amount_minor, MAX_AMOUNT_MINOR);
}

#[tokio::test]
async fn intents_are_listed_in_pages_in_creation_order() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let mut created = Vec::new();
    for attempt in 0..101 {
        created.push(running.create(&format!("a{attempt}"), "card_visa").await);
    }

    let first = running.gateway.intents(None).await.unwrap();
    let second = running.gateway.intents(first.last().map(|intent| intent.id.as_str())).await.unwrap();
    let end = running.gateway.intents(second.last().map(|intent| intent.id.as_str())).await.unwrap();

    assert_eq!(first.len(), 100);
    assert_eq!([first, second].concat(), created);
    assert!(end.is_empty());
    assert_eq!(running.gateway.intents(Some("pi_none")).await, Err(GatewayError::NotFound));
}
