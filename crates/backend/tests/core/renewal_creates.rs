//! Renewals whose create request got no response and is refused when it is repeated.

use std::sync::Arc;

use backend::service::renewals::{book_all_due, book_due};

use crate::renewals::{APRIL, with_faulty_gateway};
use crate::support::{App, Fault, FaultyGateway};

const UNRESOLVED: &str = "SELECT COUNT(*) FROM renewal_create";

/// Loses the response to the create request of a renewal, and has the gateway refuse the repeated one.
async fn renewal_refused_after_a_lost_create() -> (App, Arc<FaultyGateway>) {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    app.set_time(APRIL);
    gateway.set(|faults| (faults.create, faults.create_again) = (Fault::ResponseLost, Some(Fault::Refused)));
    book_due(&app.state, 101).await.unwrap();
    app.wait_seconds(120);
    book_due(&app.state, 101).await.unwrap();
    let states = app.books().texts("SELECT state FROM renewal WHERE subscription = 'sub_101'").await;
    assert_eq!(states, ["declined"]);
    assert_eq!(app.log().count("intent_created"), 1);
    assert_eq!(app.books().number(UNRESOLVED).await, 1);
    (app, gateway)
}

#[tokio::test]
async fn intent_of_a_lost_create_is_canceled_after_the_renewal_is_refused() {
    for gateway_accepts_again in [false, true] {
        let (app, gateway) = renewal_refused_after_a_lost_create().await;
        let buyer = app.person("billing").await;
        if gateway_accepts_again {
            gateway.set(|faults| (faults.create, faults.create_again) = (Fault::None, None));
        }

        book_all_due(&app.state).await.unwrap();

        assert_eq!(app.log().keys("intent_created")[0], "test:renewal:sub_101:2026-04-01T00:00:00Z:1:create");
        assert_eq!(app.log().count("canceled"), 1);
        assert_eq!(app.books().number(UNRESOLVED).await, 0);
        gateway.set(|faults| (faults.create, faults.create_again) = (Fault::None, None));
        let charged_before = app.log().charges().len();
        buyer.use_card(101, "pm_card_visa").await;
        book_due(&app.state, 101).await.unwrap();
        assert_eq!(app.log().charges()[charged_before..], [78_000]);
        assert_eq!(app.log().count("canceled"), 1);
        assert_eq!(app.books().cash().await, app.log().charges().iter().sum::<i64>());
        app.books().are_sound().await;
    }
}

#[tokio::test]
async fn intent_of_a_lost_create_is_looked_up_until_the_gateway_cancels_it() {
    let (app, gateway) = renewal_refused_after_a_lost_create().await;
    gateway.set(|faults| faults.cancel = Fault::RequestLost);
    book_all_due(&app.state).await.unwrap();
    assert_eq!((app.log().count("canceled"), app.books().number(UNRESOLVED).await), (0, 1));
    gateway.set(|faults| faults.cancel = Fault::None);

    book_all_due(&app.state).await.unwrap();
    assert_eq!(app.log().count("canceled"), 0, "the next check is not due");
    app.wait_seconds(60);
    book_all_due(&app.state).await.unwrap();

    assert_eq!((app.log().count("canceled"), app.books().number(UNRESOLVED).await), (1, 0));
}

#[tokio::test]
async fn refused_create_without_a_lost_one_is_not_looked_up() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    app.set_time(APRIL);
    gateway.set(|faults| faults.create = Fault::Refused);

    book_due(&app.state, 101).await.unwrap();

    assert_eq!(app.books().number(UNRESOLVED).await, 0);
    assert_eq!(app.log().count("intent_created"), 0);
}

#[tokio::test]
async fn create_that_never_reached_the_gateway_is_forgotten_after_ten_checks() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    app.set_time(APRIL);
    gateway.set(|faults| (faults.create, faults.create_again) = (Fault::RequestLost, Some(Fault::Refused)));
    book_due(&app.state, 101).await.unwrap();
    app.wait_seconds(120);
    book_due(&app.state, 101).await.unwrap();
    assert_eq!(app.books().number(UNRESOLVED).await, 1);

    for _ in 0..11 {
        app.wait_seconds(600);
        book_all_due(&app.state).await.unwrap();
    }

    assert_eq!(app.books().number(UNRESOLVED).await, 0);
    assert_eq!(app.log().keys("intent_created").iter().filter(|key| key.contains("sub_101")).count(), 0);
    app.books().are_sound().await;
}
