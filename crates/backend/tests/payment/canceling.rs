//! A request to cancel a payment that waits for the bank is never lost.

use backend::service::payment;
use contract::{Attempt, AttemptState, Charged};

use crate::support::{App, Fault, FaultyGateway, Person, answer_bank};

async fn pay_until_bank_confirmation(app: &App) -> (Person, Attempt) {
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    (buyer, attempt)
}

#[tokio::test]
async fn cancellation_overrides_a_check_that_took_over_the_attempt() {
    let app = App::open().await;
    let (buyer, attempt) = pay_until_bank_confirmation(&app).await;
    let before = payment::attempt(&app.state, 101, &attempt.id).await.unwrap();
    payment::refresh(&app.state, before.clone(), "page").await.unwrap();

    let canceled = payment::cancel_payment(&app.state, before, "billing").await.unwrap();

    assert_eq!((canceled.state, canceled.charged), (AttemptState::Canceled, Charged::No));
    assert_eq!(app.log().count("canceled"), 1);
    buyer.prepare(101, 8, "pm_card_visa").await;
}

#[tokio::test]
async fn running_check_does_not_undo_a_cancellation() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let (buyer, attempt) = pay_until_bank_confirmation(&app).await;
    gateway.set(|faults| faults.retrieve = Fault::StopAfter);
    let check = tokio::spawn({
        let (buyer, id) = (buyer.clone(), attempt.id.clone());
        async move { buyer.act_on_attempt(101, &id, "confirmation").await }
    });
    gateway.stopped().await;

    let canceled = buyer.act_on_attempt(101, &attempt.id, "cancellation").await.is(200).upgrade().attempt;
    gateway.resume();
    let checked = check.await.unwrap().is(200).upgrade().attempt;

    assert_eq!(canceled.state, AttemptState::Canceled);
    assert_eq!(checked.state, AttemptState::Canceled);
    assert_eq!(app.books().states().await, ["canceled"]);
}

#[tokio::test]
async fn cancellation_request_is_stored_until_the_gateway_answers() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let (buyer, attempt) = pay_until_bank_confirmation(&app).await;
    gateway.set(|faults| faults.cancel = Fault::RequestLost);

    let waiting = buyer.act_on_attempt(101, &attempt.id, "cancellation").await.is(202).upgrade().attempt;

    assert_eq!((waiting.state, waiting.charged), (AttemptState::RequiresAction, Charged::Unknown));
    assert!(waiting.cancel_requested, "the page can show the requested cancellation");
    let requests = "SELECT COUNT(*) FROM audit WHERE event = 'attempt.cancel_requested'";
    assert_eq!(app.books().number(requests).await, 1);
    gateway.set(|faults| faults.cancel = Fault::None);
    assert_eq!(app.run_recovery().await, 1);
    let ended = buyer.attempt(101, &attempt.id).await.is(200).upgrade().attempt;
    assert_eq!((ended.state, ended.charged), (AttemptState::Canceled, Charged::No));
    assert_eq!(app.log().count("canceled"), 1);
    answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn cancellation_during_recovery_is_never_dropped() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for round in 0..12 {
        let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
        let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
        app.wait_seconds(60);

        let (_, _, answer) = tokio::join!(
            payment::sweep(&app.state),
            buyer.act_on_attempt(101, &attempt.id, "confirmation"),
            buyer.act_on_attempt(101, &attempt.id, "cancellation"),
        );

        let canceled = answer.is(200).upgrade().attempt;
        assert_eq!(canceled.state, AttemptState::Canceled, "round {round}");
    }
    assert_eq!(app.log().count("canceled"), 12);
    assert!(app.log().charges().is_empty());
    app.books().are_sound().await;
}
