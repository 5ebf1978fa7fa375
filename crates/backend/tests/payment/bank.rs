use contract::{Attempt, AttemptState, Charged, DeclineClass};

use crate::support::{App, Person, TestPayment, answer_bank};

/// Pays with a card that requires bank confirmation.
async fn pay_until_bank_confirmation(app: &App, token: &str) -> (Person, TestPayment, Attempt) {
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, token).await;
    let answer = buyer.pay(&payment).await.is(202);
    let attempt = answer.upgrade().attempt;
    let path = format!("/api/v1/organizations/101/testcloud/upgrades/{}", attempt.id);
    assert_eq!(answer.header("location"), Some(path.as_str()));
    assert_eq!((attempt.state, attempt.charged), (AttemptState::RequiresAction, Charged::Unknown));
    assert!(attempt.next_check_at.is_some());
    (buyer, payment, attempt)
}

#[tokio::test]
async fn payment_confirmed_with_the_bank_is_charged_and_applied() {
    let app = App::open().await;
    let (buyer, payment, attempt) = pay_until_bank_confirmation(&app, "pm_card_authenticationRequired").await;
    answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;

    let answer = buyer.act_on_attempt(101, &attempt.id, "confirmation").await.is(200).upgrade();

    assert_eq!(answer.attempt.state, AttemptState::Charged);
    assert_eq!(answer.receipt.unwrap().charged_minor, 24_155);
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 8);
    assert_eq!(app.log().charges(), [24_155]);
    let replayed = buyer.pay(&payment).await.is(200);
    assert_eq!(replayed.header("idempotent-replayed"), Some("true"));
    assert_eq!(replayed.body, buyer.pay(&payment).await.is(200).body);
    app.books().are_sound().await;
}

#[tokio::test]
async fn confirmation_claimed_by_the_browser_is_not_trusted() {
    let app = App::open().await;
    let (buyer, payment, attempt) = pay_until_bank_confirmation(&app, "pm_card_authenticationRequired").await;

    let claimed = buyer.act_on_attempt(101, &attempt.id, "confirmation").await.is(202).upgrade();

    assert_eq!(
        (claimed.attempt.state, claimed.attempt.charged),
        (AttemptState::RequiresAction, Charged::Unknown)
    );
    assert_eq!(claimed.attempt.confirmation_url, attempt.confirmation_url);
    assert!(app.log().charges().is_empty());
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 5);
    let again = buyer.pay(&payment).await.is(202).upgrade();
    assert_eq!(again.attempt.state, AttemptState::RequiresAction);
}

#[tokio::test]
async fn refused_confirmation_is_a_decline() {
    for (token, decision, class) in [
        ("pm_card_authenticationRequired", "refuse", DeclineClass::ConfirmationFailed),
        ("pm_card_threeDSecureRequiredChargeDeclined", "confirm", DeclineClass::Generic),
        (
            "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
            "confirm",
            DeclineClass::InsufficientFunds,
        ),
    ] {
        let app = App::open().await;
        let (buyer, payment, attempt) = pay_until_bank_confirmation(&app, token).await;
        answer_bank(attempt.confirmation_url.as_deref().unwrap(), decision).await;

        let answer = buyer.act_on_attempt(101, &attempt.id, "confirmation").await.is(200).upgrade();

        assert_eq!(answer.attempt.state, AttemptState::Declined);
        assert_eq!(answer.attempt.decline.unwrap().class, class);
        assert_eq!(answer.attempt.charged, Charged::No);
        buyer.pay(&payment).await.refused(402, "payment_declined");
        assert!(app.log().charges().is_empty());
        let other = buyer.prepare(101, 8, "pm_card_visa").await;
        buyer.pay(&other).await.is(201);
    }
}

#[tokio::test]
async fn confirmed_payment_is_booked_by_recovery_without_the_buyer() {
    let app = App::open().await;
    let (buyer, payment, attempt) = pay_until_bank_confirmation(&app, "pm_card_authenticationRequired").await;
    answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;

    assert_eq!(app.run_recovery().await, 1);

    let found = buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await.is(200).upgrade();
    assert_eq!(found.attempt.state, AttemptState::Charged);
    assert_eq!(found.receipt.unwrap().charged_minor, 24_155);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn bank_confirmation_times_out_after_fifteen_minutes() {
    let app = App::open().await;
    let (buyer, _, attempt) = pay_until_bank_confirmation(&app, "pm_card_authenticationRequired").await;
    app.wait_seconds(14 * 60);
    assert_eq!(backend::service::payment::sweep(&app.state).await, 0);
    app.wait_seconds(60);

    assert_eq!(backend::service::payment::sweep(&app.state).await, 1);

    let canceled = buyer.attempt(101, &attempt.id).await.is(200).upgrade().attempt;
    assert_eq!((canceled.state, canceled.charged), (AttemptState::Canceled, Charged::No));
    assert_eq!(app.log().count("canceled"), 1);
    answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;
    assert!(app.log().charges().is_empty());
    let again = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&again).await.is(201);
}

#[tokio::test]
async fn payment_waiting_for_the_bank_can_be_canceled() {
    let app = App::open().await;
    let (buyer, _, attempt) = pay_until_bank_confirmation(&app, "pm_card_authenticationRequired").await;

    let answer = buyer.act_on_attempt(101, &attempt.id, "cancellation").await.is(200).upgrade();

    assert_eq!((answer.attempt.state, answer.attempt.charged), (AttemptState::Canceled, Charged::No));
    assert_eq!(app.log().count("canceled"), 1);
    let again = buyer.act_on_attempt(101, &attempt.id, "cancellation").await.is(200).upgrade();
    assert_eq!(again.attempt.state, AttemptState::Canceled);
    let next = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&next).await.is(201);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn cancellation_after_the_charge_reports_the_charge() {
    let app = App::open().await;
    let (buyer, _, attempt) = pay_until_bank_confirmation(&app, "pm_card_authenticationRequired").await;
    answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;

    let answer = buyer.act_on_attempt(101, &attempt.id, "cancellation").await.is(200).upgrade();

    assert_eq!(answer.attempt.state, AttemptState::Charged);
    assert_eq!(answer.receipt.unwrap().charged_minor, 24_155);
    assert_eq!(app.log().charges(), [24_155]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn other_payments_are_refused_during_bank_confirmation() {
    let app = App::open().await;
    let (_, _, attempt) = pay_until_bank_confirmation(&app, "pm_card_authenticationRequired").await;
    let owner = app.person("owner").await;
    let payment = owner.prepare(101, 9, "pm_card_visa").await;

    let problem = owner.pay(&payment).await.refused(409, "attempt_open");

    assert_eq!(problem.attempt.unwrap().id, attempt.id);
    assert_eq!(app.log().count("intent_created"), 1);
    assert_eq!(owner.subscription(101).await.open_attempt.unwrap().id, attempt.id);
}
