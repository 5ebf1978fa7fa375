use axum::http::Method;
use backend::service::{payment, renewals};
use contract::{AttemptState, RenewalConfirmation, SubscriptionStatus};

use crate::support::{Answer, App, Fault, FaultyGateway, Person, answer_bank};

const BEFORE_THE_RENEWAL: &str = "2026-03-31T23:55:00Z";

#[tokio::test]
async fn payment_with_an_intent_is_applied_before_the_renewal() {
    let app = App::open().await;
    app.set_time(BEFORE_THE_RENEWAL);
    let buyer = app.person("billing").await;
    buyer.use_card(101, "pm_card_visa").await;
    let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    app.set_time("2026-04-01T00:01:00Z");
    let waiting = buyer.subscription(101).await;
    assert_eq!(
        waiting.engine.subscription.period_end.to_string(),
        "2026-04-01T00:00:00Z",
        "the renewal waits"
    );
    buyer.use_card(101, "pm_card_visa").await;
    answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;

    let paid = buyer.act_on_attempt(101, &attempt.id, "confirmation").await.is(200).upgrade();

    assert_eq!(paid.attempt.state, AttemptState::Charged);
    renewals::book_due(&app.state, 101).await.unwrap();
    let renewed = buyer.subscription(101).await;
    assert_eq!(renewed.engine.subscription.period_start.to_string(), "2026-04-01T00:00:00Z");
    assert_eq!(renewed.engine.subscription.sessions, 8);
    // Three sessions for one of 31 days, then eight sessions for April.
    assert_eq!(app.log().charges(), [1_510, 8 * 15_600]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn payment_without_an_intent_is_canceled_by_the_renewal() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    app.set_time(BEFORE_THE_RENEWAL);
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    gateway.set(|faults| faults.create = Fault::StopBefore);
    let request = tokio::spawn({
        let (buyer, payment) = (buyer.clone(), payment.clone());
        async move { buyer.pay(&payment).await }
    });
    gateway.stopped().await;
    gateway.set(|faults| faults.create = Fault::None);
    app.set_time("2026-04-01T00:00:00Z");

    renewals::book_due(&app.state, 101).await.unwrap();
    gateway.resume();

    request.await.unwrap().refused(503, "gateway_unavailable");
    assert_eq!(app.log().charges(), [5 * 15_600], "only the renewal is charged");
    payment::sweep(&app.state).await;
    assert_eq!(app.log().count("canceled"), 1);
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 5);
    app.books().are_sound().await;
}

#[tokio::test]
async fn quote_is_invalid_after_its_period_ends() {
    let app = App::open().await;
    app.set_time(BEFORE_THE_RENEWAL);
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    app.set_time("2026-04-01T00:00:00Z");
    buyer.pay(&payment).await.refused(409, "renewal_in_progress");
    renewals::book_due(&app.state, 101).await.unwrap();

    let problem = buyer.pay(&payment).await.refused(412, "version_changed");

    let fresh = problem.quote.unwrap();
    assert_eq!(fresh.output.amount_due_minor, 3 * 15_600);
    assert_eq!(app.log().charges(), [5 * 15_600], "only the renewal is charged");
}

const CONFIRMATION: &str = "/organizations/101/testcloud/renewals/current/confirmation";
const APRIL: &str = "2026-04-01T00:00:10Z";

async fn request_confirmation(buyer: &Person) -> Answer {
    buyer.send(Method::POST, CONFIRMATION, &serde_json::json!({}), &[]).await
}

/// A service whose renewal of organization 101 was declined because the bank requires a confirmation by a person.
async fn app_with_confirmable_renewal() -> (App, Person) {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.use_card(101, "pm_card_authenticationRequired").await;
    request_confirmation(&buyer).await.refused(409, "renewal_not_confirmable");
    app.set_time(APRIL);
    renewals::book_due(&app.state, 101).await.unwrap();
    let read = buyer.subscription(101).await;
    assert_eq!((read.status, read.renewal_confirmable), (SubscriptionStatus::PastDue, true));
    assert_eq!(app.log().count("canceled"), 0, "the intent is kept");
    (app, buyer)
}

#[tokio::test]
async fn renewal_confirmed_with_the_bank_is_charged_once() {
    let (app, buyer) = app_with_confirmable_renewal().await;

    let page: RenewalConfirmation = request_confirmation(&buyer).await.is(200).json();
    assert!(page.url.starts_with(&app.gateway_address), "{page:?}");
    // A second request opens the same page.
    assert_eq!(request_confirmation(&buyer).await.is(200).json::<RenewalConfirmation>(), page);
    let read = buyer.subscription(101).await;
    assert_eq!((read.status, read.renewal_confirmable), (SubscriptionStatus::PastDue, true));
    answer_bank(&page.url, "confirm").await;
    app.wait_seconds(60);
    renewals::book_due(&app.state, 101).await.unwrap();

    let read = buyer.subscription(101).await;
    assert_eq!((read.status, read.renewal_confirmable), (SubscriptionStatus::Active, false));
    assert_eq!(read.engine.subscription.period_end.to_string(), "2026-05-01T00:00:00Z");
    assert_eq!(app.log().charges(), [78_000]);
    assert_eq!(app.log().count("intent_created"), 1);
    assert_eq!(app.books().cash().await, 78_000);
    request_confirmation(&buyer).await.refused(409, "renewal_not_confirmable");
    app.books().are_sound().await;
}

#[tokio::test]
async fn renewal_refused_at_the_bank_or_not_confirmed_in_time_is_declined() {
    for decision in [Some("refuse"), None] {
        let (app, buyer) = app_with_confirmable_renewal().await;
        let page: RenewalConfirmation = request_confirmation(&buyer).await.is(200).json();
        match decision {
            Some(decision) => answer_bank(&page.url, decision).await,
            None => app.wait_seconds(901),
        }
        app.wait_seconds(60);

        renewals::book_due(&app.state, 101).await.unwrap();

        let read = buyer.subscription(101).await;
        assert_eq!(
            (read.status, read.renewal_confirmable),
            (SubscriptionStatus::PastDue, false),
            "{decision:?}"
        );
        assert_eq!(app.log().count("canceled"), 1, "{decision:?}");
        request_confirmation(&buyer).await.refused(409, "renewal_not_confirmable");
        buyer.use_card(101, "pm_card_visa").await;
        assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
        assert_eq!(app.log().charges(), [78_000]);
        app.books().are_sound().await;
    }
}

#[tokio::test]
async fn new_card_cancels_the_kept_intent_before_it_is_charged() {
    let (app, buyer) = app_with_confirmable_renewal().await;

    buyer.use_card(101, "pm_card_visa").await;

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    assert_eq!((app.log().count("canceled"), app.log().charges()), (1, vec![78_000]));
    app.books().are_sound().await;
}

#[tokio::test]
async fn next_scheduled_try_and_a_cancellation_cancel_the_kept_intent() {
    let (app, _) = app_with_confirmable_renewal().await;
    app.set_time("2026-04-04T00:00:10Z");
    renewals::book_due(&app.state, 101).await.unwrap();
    assert_eq!((app.log().count("canceled"), app.log().count("intent_created")), (1, 2));

    let (app, buyer) = app_with_confirmable_renewal().await;
    buyer
        .send(Method::POST, "/organizations/101/testcloud/cancellation", &serde_json::json!({}), &[])
        .await
        .is(200);
    renewals::book_due(&app.state, 101).await.unwrap();
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Ended);
    assert_eq!(app.log().count("canceled"), 1);
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn lost_answer_to_a_confirmation_is_settled_by_reading_the_intent() {
    let (mut app, buyer) = app_with_confirmable_renewal().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = buyer.at(app.router());
    gateway.set(|faults| faults.confirm = Fault::ResponseLost);
    request_confirmation(&buyer).await.refused(503, "gateway_unavailable");
    gateway.set(|faults| faults.confirm = Fault::Unreachable);

    // The bank's page is read from the intent. Nothing is confirmed again.
    let page: RenewalConfirmation = request_confirmation(&buyer).await.is(200).json();
    answer_bank(&page.url, "confirm").await;
    app.wait_seconds(120);
    renewals::book_due(&app.state, 101).await.unwrap();

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    assert_eq!(app.log().charges(), [78_000]);
}

#[tokio::test]
async fn unreachable_gateway_keeps_the_renewal_confirmable() {
    let (mut app, buyer) = app_with_confirmable_renewal().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = buyer.at(app.router());
    gateway.set(|faults| faults.confirm = Fault::Unreachable);
    request_confirmation(&buyer).await.refused(503, "gateway_unavailable");
    assert!(buyer.subscription(101).await.renewal_confirmable);

    gateway.set(|faults| faults.confirm = Fault::None);
    let page: RenewalConfirmation = request_confirmation(&buyer).await.is(200).json();
    answer_bank(&page.url, "confirm").await;
    app.wait_seconds(60);
    renewals::book_due(&app.state, 101).await.unwrap();
    assert_eq!(app.log().charges(), [78_000]);
}
