use backend::service::{payment, renewals};
use contract::AttemptState;

use crate::support::{App, Fault, FaultyGateway, answer_bank};

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
