use contract::{AttemptState, Charged, DeclineClass};

use crate::support::App;

#[tokio::test]
async fn decline_changes_nothing_and_another_card_can_pay() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let declined = buyer.prepare(101, 8, "pm_card_chargeCustomerFail").await;
    let version = buyer.subscription(101).await.version;

    let problem = buyer.pay(&declined).await.refused(402, "payment_declined");

    let decline = problem.decline.unwrap();
    assert_eq!(decline.class, DeclineClass::Generic);
    assert_eq!(problem.charged, Charged::No);
    assert_eq!(problem.attempt.unwrap().state, AttemptState::Declined);
    let subscription = buyer.subscription(101).await;
    assert_eq!((subscription.version, subscription.engine.subscription.sessions), (version, 5));
    assert!(subscription.open_attempt.is_none());
    assert_eq!(app.log().count("canceled"), 1, "a declined intent is canceled");

    let again = buyer.prepare(101, 8, "pm_card_chargeCustomerFail").await;
    buyer.pay(&again).await.refused(402, "payment_declined");
    let other_card = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&other_card).await.is(201);
    assert_eq!(app.log().charges(), [24_155]);
    assert_eq!(app.log().count("intent_created"), 3);
    assert_eq!(app.books().states().await, ["declined", "declined", "charged"]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn insufficient_funds_decline_requires_another_card() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_chargeDeclinedInsufficientFunds").await;

    let problem = buyer.pay(&payment).await.refused(402, "payment_declined");

    let decline = problem.decline.unwrap();
    assert_eq!(decline.class, DeclineClass::InsufficientFunds);
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn repeated_declined_request_does_not_call_the_gateway() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_chargeCustomerFail").await;
    let first = buyer.pay(&payment).await.refused(402, "payment_declined");
    let intents = app.log().count("intent_created");

    let again = buyer.pay(&payment).await.refused(402, "payment_declined");

    assert_eq!((again.attempt, again.decline), (first.attempt, first.decline));
    assert_eq!(app.log().count("intent_created"), intents);
    let by_key = buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await.is(200).upgrade();
    assert_eq!(by_key.attempt.state, AttemptState::Declined);
    assert!(by_key.receipt.is_none());
}
