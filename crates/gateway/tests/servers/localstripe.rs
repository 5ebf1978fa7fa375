//! localstripe, an independent server of a part of Stripe's API.
//!
//! `LOCALSTRIPE_PROXY` is the origin of `tests/stripe/localstripe_proxy.mjs`, which removes the parameters that the
//! server does not know. The server has no Checkout and no account, ignores idempotency keys, lists from old to new,
//! and its charges have no metadata.

use gateway::{DeclineReason, GatewayError, IntentStatus, ListQuery, PaymentGateway, Presence, RefundStatus};

use crate::server::{Server, on_session};

const CARD_3D_SECURE: &str = "4000002760003184";

fn localstripe() -> Server {
    Server::at("LOCALSTRIPE_PROXY")
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn saved_card_pays() {
    let server = localstripe();
    let customer = server.customer().await;
    let card_ref = server.save("pm_card_visa", &customer).await;
    let card = server.client.card(&card_ref).await.unwrap();
    assert_eq!((card.brand.as_str(), card.last4.as_str()), ("visa", "4242"));
    assert_eq!(card.customer.as_deref(), Some(customer.id.as_str()));

    for presence in [on_session(), Presence::OffSession] {
        let intent = server.intent(&customer, &card_ref).await;
        assert_eq!(intent.status, IntentStatus::Unconfirmed);

        let paid = server.confirm(&intent, presence).await.unwrap();

        assert_eq!((paid.status, paid.amount_minor), (IntentStatus::Succeeded, 24_155));
        assert_eq!((paid.currency.as_str(), paid.organization), ("USD", server.organization));
        assert_eq!(paid.metadata["quote_id"], "q_1");
        assert_eq!(server.client.retrieve(&intent.id).await.unwrap(), paid);
    }
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn decline_without_an_intent_is_unknown_until_the_intent_is_retrieved() {
    let server = localstripe();
    let customer = server.customer().await;
    let card_ref = server.save("pm_card_chargeCustomerFail", &customer).await;
    let intent = server.intent(&customer, &card_ref).await;

    let confirmed = server.confirm(&intent, Presence::OffSession).await;

    assert_eq!(confirmed.unwrap_err(), GatewayError::Unknown);
    let declined = server.client.retrieve(&intent.id).await.unwrap();
    assert_eq!(declined.status, IntentStatus::Declined);
    assert_eq!(declined.decline, Some(DeclineReason::GenericDecline));
    let canceled = server.cancel(&intent).await.unwrap();
    assert_eq!(canceled.status, IntentStatus::Canceled);
    assert_eq!(canceled.decline, Some(DeclineReason::GenericDecline));
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn card_with_3d_secure_waits_for_the_person_and_can_be_canceled() {
    let server = localstripe();
    let customer = server.customer().await;
    let card = [
        ("type", "card"),
        ("card[number]", CARD_3D_SECURE),
        ("card[exp_month]", "12"),
        ("card[exp_year]", "2030"),
        ("card[cvc]", "123"),
    ];
    let (_, method) = server.post("/v1/payment_methods", &card).await;
    let card_ref = server.save(method["id"].as_str().unwrap(), &customer).await;
    let intent = server.intent(&customer, &card_ref).await;

    let waiting = server.confirm(&intent, on_session()).await.unwrap();

    assert_eq!(waiting.status, IntentStatus::RequiresAction);
    // localstripe has no page of the bank.
    assert_eq!(waiting.confirmation_url, None);
    let canceled = server.cancel(&intent).await.unwrap();
    assert_eq!(canceled.status, IntentStatus::Canceled);
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn call_that_the_state_does_not_allow_is_refused() {
    let server = localstripe();
    let customer = server.customer().await;
    let card_ref = server.save("pm_card_visa", &customer).await;
    let intent = server.intent(&customer, &card_ref).await;
    server.confirm(&intent, on_session()).await.unwrap();

    let canceled = server.cancel(&intent).await.unwrap_err();
    let confirmed = server.confirm(&intent, on_session()).await.unwrap_err();

    assert!(matches!(canceled, GatewayError::Refused { .. }), "{canceled}");
    assert!(matches!(confirmed, GatewayError::Refused { .. }), "{confirmed}");
    assert_eq!(server.client.retrieve(&intent.id).await.unwrap().status, IntentStatus::Succeeded);
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn missing_object_and_wrong_key_are_errors() {
    let server = localstripe();
    assert_eq!(server.client.retrieve("pi_missing").await.unwrap_err(), GatewayError::NotFound);
    assert_eq!(server.client.card("pm_missing").await.unwrap_err(), GatewayError::CardUnknown);

    // localstripe accepts keys that start with sk_ only.
    let error = server.client_with("rk_test_abcdefgh12345").retrieve("pi_1").await.unwrap_err();
    assert!(matches!(error, GatewayError::Unauthorized { .. }), "{error}");
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn every_intent_is_found_by_its_attempt_in_the_list() {
    let server = localstripe();
    let customer = server.customer().await;
    let card_ref = server.save("pm_card_visa", &customer).await;
    let mut attempts = Vec::new();
    for _ in 0..3 {
        attempts.push(server.intent(&customer, &card_ref).await.attempt);
    }

    let mut found = Vec::new();
    let mut query = ListQuery { created_since: billing::Instant::from_epoch_seconds(0), after: None };
    loop {
        let page = server.client.intents(&query).await.unwrap();
        found.extend(page.items.into_iter().filter(|intent| intent.organization == server.organization));
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }

    assert_eq!(found.into_iter().map(|intent| intent.attempt).collect::<Vec<_>>(), attempts);
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn refund_of_a_charge_is_read() {
    let server = localstripe();
    let customer = server.customer().await;
    let card_ref = server.save("pm_card_visa", &customer).await;
    let intent = server.intent(&customer, &card_ref).await;
    let charge = server.confirm(&intent, on_session()).await.unwrap().charge.unwrap();
    let (_, made) = server.post("/v1/refunds", &[("charge", &charge), ("amount", "1000")]).await;

    let refunds = server.client.refunds(&charge).await.unwrap();

    let [refund] = refunds.as_slice() else { panic!("{refunds:?}") };
    assert_eq!((refund.status, refund.amount_minor), (RefundStatus::Succeeded, 1_000));
    assert_eq!(refund.id, made["id"].as_str().unwrap());
    assert_eq!(&server.client.refund(&refund.id).await.unwrap(), refund);
    // The charge of localstripe does not have the metadata of its intent.
    assert_eq!(server.client.charge(&charge).await.unwrap_err(), GatewayError::OtherDeployment);
}
