use backend::alarm::Alarm;
use backend::service::payment::{reconcile, sweep};
use backend::service::renewals;
use gateway::{Confirmation, NewCustomer, NewIntent, PaymentGateway, Presence};

use crate::support::{App, Fault, FaultyGateway};

#[tokio::test]
async fn gateway_and_ledger_agree_after_payments_and_declines() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for (sessions, token) in [
        (6, "pm_card_visa"),
        (7, "pm_card_chargeCustomerFail"),
        (8, "pm_card_visa"),
        (9, "pm_card_sandbox_timeoutCharged"),
    ] {
        let payment = buyer.prepare(101, sessions, token).await;
        buyer.pay(&payment).await;
    }

    // The last payment is charged but not booked yet. Its attempt is open.
    let open = reconcile(&app.state).await.unwrap();
    assert!(open.is_clean(), "{open:?}");
    assert_eq!(open.charges, 3);
    app.run_recovery().await;

    let settled = reconcile(&app.state).await.unwrap();
    assert!(settled.is_clean(), "{settled:?}");
    assert_eq!(app.books().cash().await, app.log().charges().iter().sum::<i64>());
}

#[tokio::test]
async fn charge_without_a_booking_is_reported() {
    let app = App::open().await;
    let customer = NewCustomer { idempotency_key: "elsewhere".to_owned(), organization: 101, name: None };
    let customer = app.gateway().create_customer(&customer).await.unwrap();
    let new = NewIntent {
        idempotency_key: "elsewhere:create".to_owned(),
        customer: customer.id,
        metadata: Default::default(),
        organization: 101,
        amount_minor: 500,
        currency: "USD".to_owned(),
        card_ref: "pm_card_visa".to_owned(),
        attempt: "att_of_another_service".to_owned(),
    };
    let intent = app.gateway().create_intent(&new).await.unwrap();
    assert!(reconcile(&app.state).await.unwrap().is_clean(), "an unconfirmed intent is not a charge");
    let how = Confirmation { card_ref: "pm_card_visa".to_owned(), presence: Presence::OffSession };
    app.gateway().confirm(&intent.id, &how, "elsewhere:confirm").await.unwrap();

    let found = reconcile(&app.state).await.unwrap();

    assert_eq!(found.charges_not_booked, [intent.id]);
    assert_eq!(app.state.alarms.count(Alarm::UnmatchedCharge), 1);
}

#[tokio::test]
async fn booking_without_a_charge_is_reported() {
    let app = App::open().await;
    app.books()
        .change(
            "INSERT INTO ledger_entry (entry_group, organization, account, amount_minor, currency, intent_id, at)
             VALUES ('by hand', 101, 'cash', 500, 'USD', 'pi_none', 1773653400),
                    ('by hand', 101, 'revenue', -500, 'USD', NULL, 1773653400)",
        )
        .await;

    let found = reconcile(&app.state).await.unwrap();

    assert_eq!(found.bookings_without_charge, ["pi_none"]);
}

#[tokio::test]
async fn renewal_charged_but_not_yet_booked_raises_no_alarm() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    gateway.set(|faults| faults.confirm = Fault::StopAfter);
    app.set_time("2026-04-01T00:00:00Z");
    let renewal = tokio::spawn({
        let state = app.state.clone();
        async move { drop(renewals::book_due(&state, 101).await) }
    });
    gateway.stopped().await;
    assert_eq!(app.log().charges(), [78_000]);
    assert_eq!(app.books().cash().await, 0);

    let open = reconcile(&app.state).await.unwrap();

    assert!(open.is_clean(), "{open:?}");
    gateway.resume();
    renewal.await.unwrap();
    assert!(reconcile(&app.state).await.unwrap().is_clean());
    assert_eq!(app.books().cash().await, 78_000);
    assert_eq!(app.state.alarms.count(Alarm::UnmatchedCharge), 0);
}

#[tokio::test]
async fn late_writer_of_a_booked_payment_raises_no_alarm() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    gateway.set(|faults| faults.confirm = Fault::StopAfter);
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let request = tokio::spawn({
        let (buyer, payment) = (buyer.clone(), payment.clone());
        async move { buyer.pay(&payment).await }
    });
    gateway.stopped().await;
    let other = app.second_instance(app.gateway()).await;
    app.wait_seconds(120);
    assert_eq!(sweep(&other).await, 1);

    gateway.resume();
    request.await.unwrap().is(201);

    for state in [&app.state, &other] {
        for alarm in Alarm::ALL {
            assert_eq!(state.alarms.count(alarm), 0, "{alarm:?}");
        }
    }
    assert_eq!(app.log().charges(), [24_155]);
    app.books().are_sound().await;
}
