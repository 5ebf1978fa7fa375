use backend::gateway::{Gateway, NewIntent};
use backend::service::payment::reconcile;

use crate::stage::App;

#[tokio::test]
async fn after_payments_and_declines_both_books_agree() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for (sessions, token) in
        [(6, "tok_visa"), (7, "tok_declined"), (8, "tok_visa"), (9, "tok_timeout_charged")]
    {
        let payment = buyer.prepare(101, sessions, token).await;
        buyer.pay(&payment).await;
    }

    // The last one has charged and is not booked yet, but its attempt is open.
    let open = reconcile(&app.state).await.unwrap();
    assert!(open.is_clean(), "{open:?}");
    assert_eq!(open.intents, 4);
    app.complete().await;

    let settled = reconcile(&app.state).await.unwrap();
    assert!(settled.is_clean(), "{settled:?}");
    assert_eq!(app.books().cash().await, app.log().charges().iter().sum::<i64>());
}

#[tokio::test]
async fn a_charge_nobody_here_knows_is_shown() {
    let app = App::open().await;
    let new = NewIntent {
        idempotency_key: "elsewhere:create".to_owned(),
        organization: 101,
        amount_minor: 500,
        currency: "USD".to_owned(),
        card_ref: "card_visa".to_owned(),
        attempt: "att_of_another_service".to_owned(),
    };
    let intent = app.gateway().create_intent(&new).await.unwrap();
    assert!(reconcile(&app.state).await.unwrap().is_clean(), "an unconfirmed intent is no charge");
    app.gateway().confirm(&intent.id, "elsewhere:confirm").await.unwrap();

    let found = reconcile(&app.state).await.unwrap();

    assert_eq!(found.charges_not_booked, [intent.id]);
}

#[tokio::test]
async fn a_booking_without_a_charge_is_shown() {
    let app = App::open().await;
    app.books()
        .change(
            "INSERT INTO ledger_entry (entry_group, organization, account, amount_minor, currency, intent_id, at)
             VALUES ('by hand', 101, 'cash', 500, 'USD', 'pi_none', 0), ('by hand', 101, 'revenue', -500, 'USD', NULL, 0)",
        )
        .await;

    let found = reconcile(&app.state).await.unwrap();

    assert_eq!(found.bookings_without_charge, ["pi_none"]);
}
