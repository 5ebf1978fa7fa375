use contract::{AttemptState, Charged};

use crate::support::App;

#[tokio::test]
async fn charge_whose_booking_failed_is_booked_by_recovery() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let books = app.books();
    books
        .change("CREATE TRIGGER no_space BEFORE INSERT ON receipt BEGIN SELECT RAISE(ABORT, 'no space'); END")
        .await;

    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;

    assert_eq!((attempt.state, attempt.charged), (AttemptState::Charging, Charged::Unknown));
    assert_eq!(books.number("SELECT sessions FROM subscription WHERE organization = 101").await, 5);
    assert_eq!(books.cash().await, 0, "the booking is rolled back");
    assert_eq!(app.run_recovery().await, 0);
    books.change("DROP TRIGGER no_space").await;
    assert_eq!(app.run_recovery().await, 1);
    let found = buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await.is(200).upgrade();
    assert_eq!(found.receipt.unwrap().charged_minor, 24_155);
    assert_eq!(app.log().charges(), [24_155]);
    assert_eq!(books.cash().await, 24_155);
    books.are_sound().await;
}

#[tokio::test]
async fn intent_that_cannot_be_stored_is_never_confirmed() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let books = app.books();
    books
        .change(
            "CREATE TRIGGER no_space BEFORE UPDATE OF intent_id ON upgrade_attempt
             BEGIN SELECT RAISE(ABORT, 'no space'); END",
        )
        .await;

    let problem = buyer.pay(&payment).await.refused(500, "internal_error");

    assert_eq!(problem.charged, Charged::Unknown, "the attempt is open until recovery settles it");
    assert_eq!(app.log().count("confirming"), 0);
    books.change("DROP TRIGGER no_space").await;
    assert_eq!(app.run_recovery().await, 1);
    let ended = buyer.attempt(101, &problem.attempt.unwrap().id).await.is(200).upgrade().attempt;
    assert_eq!(ended.charged, Charged::No);
    // The released key can be used by another request.
    let by_key = buyer.attempt_by_key(101, payment.key.as_deref().unwrap()).await;
    assert_eq!(by_key.refused(404, "attempt_unknown").charged, Charged::Unknown);
    assert_eq!(books.states().await, ["canceled"]);
    app.run_recovery().await;
    assert_eq!(app.log().count("canceled"), 1);
    let again = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&again).await.is(201);
    assert_eq!(app.log().charges(), [24_155]);
    books.are_sound().await;
}
