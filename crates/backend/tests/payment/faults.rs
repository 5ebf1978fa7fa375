use contract::{AttemptState, Charged};
use serde_json::json;

use crate::support::{App, Fault, FaultyGateway, Person, TestPayment};

/// Opens a service with injectable gateway faults, and prepares a payment.
async fn app_with_faults() -> (App, std::sync::Arc<FaultyGateway>, Person, TestPayment) {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    (app, gateway, buyer, payment)
}

/// Asserts that a new payment succeeds.
async fn assert_can_pay(app: &App, buyer: &Person) {
    let again = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&again).await.is(201);
    assert_eq!(app.log().charges(), [24_155]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn charge_with_a_timed_out_answer_is_found_and_applied() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_sandbox_timeoutCharged").await;

    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;

    assert_eq!((attempt.state, attempt.charged), (AttemptState::Unknown, Charged::Unknown));
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 5);
    assert_eq!(buyer.pay(&payment).await.is(202).upgrade().attempt.state, AttemptState::Unknown);
    assert_eq!(app.run_recovery().await, 1);
    let found = buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await.is(200).upgrade();
    assert_eq!((found.attempt.state, found.attempt.charged), (AttemptState::Charged, Charged::Yes));
    assert_eq!(found.receipt.unwrap().charged_minor, 24_155);
    assert_eq!(app.log().charges(), [24_155]);
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 8);
    app.books().are_sound().await;
}

#[tokio::test]
async fn attempt_that_was_not_charged_is_canceled_and_can_be_repeated() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_sandbox_timeoutLost").await;
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    assert_eq!(attempt.state, AttemptState::Unknown);
    let other = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&other).await.refused(409, "attempt_open");

    assert_eq!(app.run_recovery().await, 1);

    let found = buyer.attempt(101, &attempt.id).await.is(200).upgrade().attempt;
    assert_eq!((found.state, found.charged), (AttemptState::Canceled, Charged::No));
    assert_eq!(app.log().count("canceled"), 1);
    let replayed = buyer.pay(&payment).await.is(200).upgrade().attempt;
    assert_eq!(replayed.state, AttemptState::Canceled);
    assert_can_pay(&app, &buyer).await;
}

#[tokio::test]
async fn unreachable_gateway_charges_nothing_and_releases_the_key() {
    let (app, gateway, buyer, payment) = app_with_faults().await;
    gateway.set(|faults| faults.create = Fault::Unreachable);

    let problem = buyer.pay(&payment).await.refused(503, "gateway_unavailable");

    assert_eq!(problem.charged, Charged::No);
    assert_eq!(problem.attempt.unwrap().state, AttemptState::Canceled);
    assert_eq!(app.log().count("intent_created"), 0);
    gateway.set(|faults| faults.create = Fault::None);
    buyer.pay(&payment).await.is(201);
    assert_eq!(app.log().charges(), [24_155]);
    let by_key = buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await.is(200).upgrade();
    assert_eq!(by_key.attempt.state, AttemptState::Charged);
}

#[tokio::test]
async fn busy_gateway_is_answered_503_with_its_retry_after() {
    let (app, gateway, buyer, payment) = app_with_faults().await;
    gateway.set(|faults| faults.create = Fault::Busy);

    let answer = buyer.pay(&payment).await;

    answer.refused(503, "gateway_unavailable");
    assert_eq!(answer.header("retry-after"), Some("9"));
    assert_eq!(app.books().states().await, ["canceled"]);
}

#[tokio::test]
async fn intent_of_an_unanswered_create_is_found_and_canceled() {
    let (app, gateway, buyer, payment) = app_with_faults().await;
    gateway.set(|faults| faults.create = Fault::ResponseLost);
    buyer.pay(&payment).await.refused(503, "gateway_unavailable");
    assert_eq!(app.log().count("intent_created"), 1, "the create is repeated with the same key");
    gateway.set(|faults| faults.create = Fault::None);

    app.run_recovery().await;

    assert_eq!(app.log().count("intent_created"), 1);
    assert_eq!(app.log().count("canceled"), 1);
    assert_eq!(app.books().number("SELECT SUM(create_unresolved) FROM upgrade_attempt").await, 0);
    assert_can_pay(&app, &buyer).await;
}

#[tokio::test]
async fn unsent_confirm_is_canceled_only_after_the_gateway_cancels_it() {
    let (app, gateway, buyer, payment) = app_with_faults().await;
    gateway.set(|faults| faults.confirm = Fault::Unreachable);

    let problem = buyer.pay(&payment).await.refused(503, "gateway_unavailable");

    assert_eq!((problem.charged, problem.attempt.unwrap().state), (Charged::No, AttemptState::Canceled));
    assert_eq!(app.log().count("canceled"), 1);
    gateway.set(|faults| (faults.confirm, faults.cancel) = (Fault::Unreachable, Fault::Unreachable));
    let next = buyer.prepare(101, 8, "pm_card_visa").await;
    let attempt = buyer.pay(&next).await.is(202).upgrade().attempt;
    assert_eq!(attempt.state, AttemptState::Unknown);
    app.run_recovery().await;
    assert_eq!(buyer.attempt(101, &attempt.id).await.upgrade().attempt.state, AttemptState::Unknown);
    gateway.set(|faults| (faults.confirm, faults.cancel) = (Fault::None, Fault::None));
    assert_eq!(app.run_recovery().await, 1);
    assert_eq!(buyer.attempt(101, &attempt.id).await.upgrade().attempt.state, AttemptState::Canceled);
    assert_can_pay(&app, &buyer).await;
}

#[tokio::test]
async fn lost_confirm_answer_is_settled_by_retrieving_the_intent() {
    for (fault, ends) in
        [(Fault::ResponseLost, AttemptState::Charged), (Fault::RequestLost, AttemptState::Canceled)]
    {
        let (app, gateway, buyer, payment) = app_with_faults().await;
        gateway.set(|faults| (faults.confirm, faults.retrieve) = (fault, Fault::RequestLost));
        let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
        assert_eq!(attempt.state, AttemptState::Unknown);
        assert_eq!(app.run_recovery().await, 0, "the gateway does not answer");
        gateway.set(|faults| faults.retrieve = Fault::None);

        assert_eq!(app.run_recovery().await, 1);

        assert_eq!(buyer.attempt(101, &attempt.id).await.upgrade().attempt.state, ends);
        assert_eq!(app.log().count("intent_created"), 1);
        assert!(app.log().count("confirming") <= 1);
        app.books().are_sound().await;
    }
}

#[tokio::test]
async fn intent_missing_at_the_gateway_does_not_release_an_attempt() {
    let (app, gateway, buyer, payment) = app_with_faults().await;
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::ResponseLost, Fault::NotFound));
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;

    for _ in 0..3 {
        assert_eq!(app.run_recovery().await, 0);
    }

    assert_eq!(buyer.attempt(101, &attempt.id).await.upgrade().attempt.state, AttemptState::Unknown);
    gateway.set(|faults| faults.retrieve = Fault::None);
    assert_eq!(app.run_recovery().await, 1);
    assert_eq!(buyer.attempt(101, &attempt.id).await.upgrade().attempt.state, AttemptState::Charged);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn charge_of_another_amount_is_held_for_an_operator() {
    let alterations: [fn(gateway::Intent) -> gateway::Intent; 2] = [
        |mut intent| {
            intent.amount_minor += 1;
            intent
        },
        |mut intent| {
            intent.currency = "EUR".to_owned();
            intent
        },
    ];
    for alter in alterations {
        let (app, gateway, buyer, payment) = app_with_faults().await;
        gateway.set(|faults| faults.confirm = Fault::Altered(alter));

        let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;

        assert_eq!((attempt.state, attempt.charged), (AttemptState::Unknown, Charged::Yes));
        assert_eq!(app.run_recovery().await, 0, "recovery never settles it");
        buyer.act_on_attempt(101, &attempt.id, "confirmation").await.is(202);
        buyer.act_on_attempt(101, &attempt.id, "cancellation").await.refused(409, "attempt_not_cancelable");
        let subscription = buyer.subscription(101).await;
        assert_eq!(subscription.engine.subscription.sessions, 5, "no sessions are added");
        assert_eq!(subscription.open_attempt.unwrap().charged, Charged::Yes);
        assert_eq!(app.books().cash().await, 0);
        assert_eq!(
            app.books().number("SELECT COUNT(*) FROM upgrade_attempt WHERE alarm IS NOT NULL").await,
            1
        );
    }
}

#[tokio::test]
async fn intent_created_with_another_amount_is_never_confirmed() {
    let (app, gateway, buyer, payment) = app_with_faults().await;
    gateway.set(|faults| {
        faults.create = Fault::Altered(|mut intent| {
            intent.amount_minor += 1;
            intent
        });
    });

    buyer.pay(&payment).await.refused(503, "gateway_unavailable");

    assert_eq!((app.log().count("confirming"), app.log().count("canceled")), (0, 1));
    gateway.set(|faults| faults.create = Fault::None);
    assert_can_pay(&app, &buyer).await;
}

#[tokio::test]
async fn server_error_of_a_create_is_not_repeated_and_its_intent_is_canceled() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    gateway.set(|faults| faults.create = Fault::ServerError);

    let refused = buyer.pay(&payment).await.refused(503, "gateway_unavailable");

    // The gateway stores the answer, so the same key would return it again.
    assert_eq!(app.log().count("intent_created"), 1);
    assert_eq!(refused.attempt.unwrap().charged, Charged::No);
    app.run_recovery().await;
    assert_eq!(app.log().count("canceled"), 1, "the intent is found by its metadata");
    gateway.set(|faults| faults.create = Fault::None);
    buyer.pay(&payment).await.is(201);
    assert_eq!(app.log().charges(), [24_155]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn revoked_key_charges_nothing_and_pages_continue() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let revoked = json!({ "call": "*", "kind": "unauthorized", "times": 1000 });
    app.control("/faults", &revoked).await;

    let refused = buyer.pay(&payment).await.refused(503, "gateway_unavailable");

    assert_eq!(refused.attempt.unwrap().charged, Charged::No);
    buyer.open_setup(101).await.refused(503, "gateway_unavailable");
    buyer.quote(101, 9, contract::billing::Cycle::Monthly, None).await;
    assert!(buyer.subscription(101).await.payment_method.is_some());
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn unreadable_answers_to_a_confirmation_are_settled_by_reading_the_intent() {
    for kind in ["truncate", "garbage", "drop_after", "error_after"] {
        let app = App::open().await;
        let buyer = app.person("billing").await;
        let payment = buyer.prepare(101, 8, "pm_card_visa").await;
        app.control("/faults", &json!({ "call": "payment_intents.confirm", "kind": kind, "times": 1 })).await;

        let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
        assert_eq!((attempt.state, attempt.charged), (AttemptState::Unknown, Charged::Unknown), "{kind}");
        app.run_recovery().await;

        assert_eq!(
            buyer.attempt(101, &attempt.id).await.upgrade().attempt.state,
            AttemptState::Charged,
            "{kind}"
        );
        assert_eq!((app.log().charges(), app.books().cash().await), (vec![24_155], 24_155), "{kind}");
        app.books().are_sound().await;
    }
}
