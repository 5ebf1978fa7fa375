use std::time::Duration;

use gateway::{DeclineReason, Gateway, GatewayError, IntentStatus};
use sandbox_gateway::TEST_CARDS;

use crate::running::{client, start};

/// Long enough to send a request, far shorter than the delay of a card that times out.
const SHORT_TIMEOUT: Duration = Duration::from_millis(500);

#[tokio::test]
async fn every_test_token_resolves_to_its_own_card() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let mut cards = Vec::new();
    for token in TEST_CARDS.map(|card| card.token) {
        let card = running.gateway.card(token).await.unwrap();
        assert_eq!((card.brand.as_str(), card.expires_month, card.expires_year), ("visa", 12, 2030));
        cards.push((token, card.last4, card.card_ref));
    }

    let shown: Vec<_> =
        cards.iter().map(|(token, last4, card)| (*token, last4.as_str(), card.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("tok_visa", "4242", "card_visa"),
            ("tok_declined", "0002", "card_declined"),
            ("tok_insufficient", "9995", "card_insufficient"),
            ("tok_confirm", "3155", "card_confirm"),
            ("tok_confirm_fails", "1629", "card_confirm_fails"),
            ("tok_timeout_charged", "5043", "card_timeout_charged"),
            ("tok_timeout_lost", "4087", "card_timeout_lost"),
        ]
    );
    assert_eq!(running.gateway.card("tok_none").await, Err(GatewayError::NotFound));
}

#[tokio::test]
async fn test_cards_produce_the_outcome_of_their_token() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    for (token, status, decline, event) in [
        ("tok_visa", IntentStatus::Succeeded, None, "succeeded"),
        ("tok_declined", IntentStatus::Declined, Some(DeclineReason::GenericDecline), "declined"),
        ("tok_insufficient", IntentStatus::Declined, Some(DeclineReason::InsufficientFunds), "declined"),
        ("tok_confirm", IntentStatus::RequiresAction, None, "requires_action"),
        ("tok_confirm_fails", IntentStatus::RequiresAction, None, "requires_action"),
    ] {
        let card = running.gateway.card(token).await.unwrap();
        let created = running.create(token, &card.card_ref).await;
        assert_eq!((created.status, created.confirmation_url), (IntentStatus::Unconfirmed, None));

        let confirmed = running.gateway.confirm(&created.id, &format!("{token}:confirm")).await.unwrap();

        assert_eq!((confirmed.status, confirmed.decline), (status, decline), "{token}");
        let page = format!("{}/bank/{}", running.base, created.id);
        assert_eq!(confirmed.confirmation_url, (event == "requires_action").then_some(page));
        assert_eq!(running.events(&created.id), ["intent_created", "confirming", event]);
    }
}

#[tokio::test]
async fn timeout_charged_is_unknown_to_the_caller_and_succeeded_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = running.create("a1", "card_timeout_charged").await;
    let client_with_short_timeout = client(&running.base, SHORT_TIMEOUT);

    assert_eq!(client_with_short_timeout.confirm(&intent.id, "a1:confirm").await, Err(GatewayError::Unknown));

    assert_eq!(running.gateway.retrieve(&intent.id).await.unwrap().status, IntentStatus::Succeeded);
    assert_eq!(running.events(&intent.id), ["intent_created", "confirming", "succeeded"]);
    assert_eq!(
        running.gateway.confirm(&intent.id, "a1:confirm").await.unwrap().status,
        IntentStatus::Succeeded
    );
    assert_eq!(
        running.gateway.cancel(&intent.id, "a1:cancel").await.unwrap().status,
        IntentStatus::Succeeded
    );
}

#[tokio::test]
async fn timeout_lost_is_unknown_to_the_caller_and_can_still_be_canceled() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = running.create("a1", "card_timeout_lost").await;
    let client_with_short_timeout = client(&running.base, SHORT_TIMEOUT);

    assert_eq!(client_with_short_timeout.confirm(&intent.id, "a1:confirm").await, Err(GatewayError::Unknown));

    assert_eq!(running.gateway.retrieve(&intent.id).await.unwrap().status, IntentStatus::Unconfirmed);
    assert_eq!(
        running.gateway.confirm(&intent.id, "a1:confirm").await.unwrap().status,
        IntentStatus::Unconfirmed
    );
    assert_eq!(running.gateway.cancel(&intent.id, "a1:cancel").await.unwrap().status, IntentStatus::Canceled);
    assert_eq!(running.events(&intent.id), ["intent_created", "confirming", "canceled"]);
}

#[tokio::test]
async fn late_response_does_not_delay_other_requests_or_shutdown() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let late = running.create("a1", "card_timeout_charged").await;
    let gateway = running.gateway.clone();
    let waiting = tokio::spawn(async move { gateway.confirm(&late.id, "a1:confirm").await });
    let other = running.create("a2", "card_visa").await;

    let paid = running.gateway.confirm(&other.id, "a2:confirm").await.unwrap();

    assert_eq!(paid.status, IntentStatus::Succeeded);
    assert!(!waiting.is_finished());
    tokio::time::timeout(Duration::from_secs(30), running.stop()).await.unwrap();
    assert!(matches!(waiting.await.unwrap(), Err(GatewayError::Unknown | GatewayError::Unreachable)));
}
