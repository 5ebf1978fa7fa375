use axum::http::Method;
use contract::billing::Cycle;
use contract::{Subscription, SubscriptionStatus, paths};
use serde_json::json;

use crate::calls::stop_time;
use crate::support::{Answer, App, Person};

async fn send_cancellation(person: &Person, method: Method, organization: i64) -> Answer {
    let path = format!("{}/cancellation", paths::testcloud(organization));
    person.send(method, &path, &json!({}), &[]).await
}

#[tokio::test]
async fn canceling_and_reactivating_each_create_a_version() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    let off = send_cancellation(&buyer, Method::POST, 101).await.is(200);
    assert_eq!(off.header("etag"), Some("\"2\""));
    let off: Subscription = off.json();
    assert_eq!((off.status, off.version), (SubscriptionStatus::Canceled, 2));
    send_cancellation(&buyer, Method::POST, 101).await.refused(409, "subscription_unchanged");
    buyer.try_quote(101, 8, Cycle::Monthly, None).await.refused(409, "subscription_canceled");

    let on: Subscription = send_cancellation(&buyer, Method::DELETE, 101).await.is(200).json();
    assert_eq!((on.status, on.version), (SubscriptionStatus::Active, 3));
    send_cancellation(&buyer, Method::DELETE, 101).await.refused(409, "subscription_unchanged");
    buyer.quote(101, 8, Cycle::Monthly, None).await;
    app.books().are_sound().await;
}

#[tokio::test]
async fn canceled_subscription_ends_with_its_period_without_a_charge() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    stop_time(&app.state, "2026-04-05T23:59:59Z");
    assert_eq!(buyer.subscription(106).await.status, SubscriptionStatus::Canceled);
    app.set_time("2026-04-06T00:00:00Z");

    assert_eq!(buyer.subscription(106).await.status, SubscriptionStatus::Ended);
    send_cancellation(&buyer, Method::DELETE, 106).await.refused(409, "subscription_ended");
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn canceling_a_past_due_subscription_ends_it_immediately() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    let ended: Subscription = send_cancellation(&buyer, Method::POST, 108).await.is(200).json();

    assert_eq!(ended.status, SubscriptionStatus::Ended);
    buyer.use_card(108, "pm_card_visa").await;
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn cancellation_is_refused_while_a_payment_waits_for_the_bank() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
    buyer.pay(&payment).await.is(202);

    let problem = send_cancellation(&buyer, Method::POST, 101).await.refused(409, "attempt_open");

    assert!(problem.attempt.is_some());
    assert_eq!(buyer.subscription(101).await.version, 1);
}
