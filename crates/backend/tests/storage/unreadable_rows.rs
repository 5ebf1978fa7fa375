use backend::alarm::Alarm;
use backend::service::renewals::{book_all_due, book_due};

use crate::support::{App, Fault, FaultyGateway};

#[tokio::test]
async fn unreadable_attempt_does_not_stop_the_recovery_of_others() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    gateway.set(|faults| faults.confirm = Fault::ResponseLost);
    for (organization, sessions) in [(101, 8), (104, 3)] {
        let payment = buyer.prepare(organization, sessions, "pm_card_visa").await;
        buyer.pay(&payment).await.is(202);
    }
    gateway.set(|faults| faults.confirm = Fault::None);
    let books = app.books();
    books.change("CREATE TABLE card_backup AS SELECT id, card FROM upgrade_attempt").await;
    books.change("UPDATE upgrade_attempt SET card = '{' WHERE organization = 101").await;

    assert_eq!(app.run_recovery().await, 1);

    assert_eq!(books.states().await, ["unknown", "charged"]);
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1);
    app.run_recovery().await;
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1, "the same row raises one alarm an hour");
    books
        .change(
            "UPDATE upgrade_attempt SET card =
               (SELECT card FROM card_backup WHERE card_backup.id = upgrade_attempt.id)",
        )
        .await;
    assert_eq!(app.run_recovery().await, 1);
    assert_eq!(books.states().await, ["charged", "charged"]);
    assert_eq!(books.cash().await, app.log().charges().iter().sum::<i64>());
    books.are_sound().await;
}

#[tokio::test]
async fn damaged_sealed_terms_raise_an_alarm_and_do_not_stop_others() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    gateway.set(|faults| faults.confirm = Fault::ResponseLost);
    for (organization, sessions) in [(101, 8), (104, 3)] {
        let payment = buyer.prepare(organization, sessions, "pm_card_visa").await;
        buyer.pay(&payment).await.is(202);
    }
    gateway.set(|faults| faults.confirm = Fault::None);
    let books = app.books();
    books.change("UPDATE upgrade_attempt SET sealed = '{}' WHERE organization = 101").await;

    assert_eq!(app.run_recovery().await, 1);

    assert_eq!(books.states().await, ["unknown", "charged"]);
    assert_eq!(app.state.alarms.count(Alarm::ChargeNotRecorded), 1);
    books.are_sound().await;
}

const STATES: &str =
    "SELECT state FROM renewal WHERE subscription IN ('sub_101', 'sub_104') ORDER BY subscription";

#[tokio::test]
async fn unreadable_renewals_raise_an_alarm_and_do_not_stop_others() {
    for damage in ["booking = '{'", "lease_from = 9000000000000000000"] {
        let mut app = App::open().await;
        let gateway = FaultyGateway::new(app.gateway());
        app.use_gateway(gateway.clone());
        let buyer = app.person("billing").await;
        let books = app.books();
        app.set_time("2026-04-01T00:00:00Z");
        gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::ResponseLost, Fault::RequestLost));
        book_due(&app.state, 101).await.unwrap();
        gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));
        books
            .change("CREATE TABLE renewal_backup AS SELECT * FROM renewal WHERE subscription = 'sub_101'")
            .await;
        let damaged = format!("UPDATE renewal SET {damage} WHERE subscription = 'sub_101'");
        books.change(damaged.leak()).await;
        app.set_time("2026-04-03T00:01:00Z");

        book_all_due(&app.state).await.unwrap();
        app.wait_seconds(70);
        book_all_due(&app.state).await.unwrap();

        assert_eq!(books.texts(STATES).await, ["charging", "paid"], "{damage}");
        assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1, "{damage}");
        assert!(app.state.metrics.renewals.get("unreadable") > 0, "{damage}");
        assert!(buyer.subscription(101).await.renewal_due, "the page is still readable");
        let charged = app.log().charges().iter().filter(|amount| **amount == 78_000).count();
        assert_eq!(charged, 1, "{damage}");

        books
            .change(
                "UPDATE renewal SET (booking, lease_from) =
                   (SELECT booking, lease_from FROM renewal_backup) WHERE subscription = 'sub_101'",
            )
            .await;
        app.wait_seconds(70);
        book_all_due(&app.state).await.unwrap();
        assert_eq!(books.texts(STATES).await, ["paid", "paid"], "{damage}");
        assert_eq!(books.cash().await, app.log().charges().iter().sum::<i64>());
        books.are_sound().await;
    }
}

#[tokio::test]
async fn unreadable_subscription_raises_an_alarm_when_its_renewal_is_due() {
    for damage in [
        "UPDATE subscription SET anchor = 9000000000000000000 WHERE organization = 101",
        "UPDATE organization SET balance_minor = -9223372036854775807 WHERE id = 101",
    ] {
        let app = App::open().await;
        let books = app.books();
        books.change(damage).await;
        app.set_time("2026-04-03T00:01:00Z");

        for _ in 0..2 {
            drop(book_all_due(&app.state).await);
        }

        assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1, "{damage}");
        assert_eq!(books.texts(STATES).await, ["paid"], "the other one is booked, {damage}");
        books.change("UPDATE subscription SET anchor = period_start").await;
        books.change("UPDATE organization SET balance_minor = 0").await;
        book_due(&app.state, 101).await.unwrap();
        assert_eq!(books.texts(STATES).await, ["paid", "paid"], "{damage}");
        books.are_sound().await;
    }
}
