use std::sync::Arc;

use backend::service::renewals::book_due;
use contract::SubscriptionStatus;
use contract::billing::Cycle;

use crate::calls::{edit, stop_time};
use crate::stage::{App, Fault, FaultyGateway};

const APRIL: &str = "2026-04-01T00:00:00Z";

#[tokio::test]
async fn the_first_read_after_the_period_books_its_renewal_once() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    stop_time(&app.state, "2026-03-31T23:59:59Z");
    assert_eq!(buyer.subscription(101).await.version, 1);
    app.set_time(APRIL);

    let mut reads = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let buyer = buyer.clone();
        reads.spawn(async move { buyer.subscription(101).await });
    }

    for read in reads.join_all().await {
        assert_eq!((read.version, read.status), (2, SubscriptionStatus::Active));
        assert_eq!(read.engine.subscription.period_start.to_string(), APRIL);
        assert_eq!(read.engine.subscription.period_end.to_string(), "2026-05-01T00:00:00Z");
    }
    assert_eq!(app.log().charges(), [78_000]);
    assert_eq!(app.books().cash().await, 78_000);
    app.books().are_sound().await;
}

#[tokio::test]
async fn three_months_missed_are_booked_in_order_by_one_read() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    app.set_time("2026-07-01T08:00:00Z");

    let read = buyer.subscription(103).await;

    assert_eq!(read.version, 5);
    // Anchored on the 31st: 31 March, 30 April, 31 May, 30 June.
    assert_eq!(read.engine.subscription.period_start.to_string(), "2026-06-30T00:00:00Z");
    assert_eq!(read.engine.subscription.period_end.to_string(), "2026-07-31T00:00:00Z");
    assert_eq!(app.log().charges(), [65_340; 4], "3 x 19,800 yen and 10 % tax");
    app.books().are_sound().await;
}

#[tokio::test]
async fn a_renewal_uses_up_the_balance_and_charges_the_debt() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.use_card(107, "tok_visa").await;
    app.set_time("2026-04-10T00:00:00Z");

    // EUR 580.00 and 20 % tax less 50.00; USD 468.00 and 12.50 owed
    assert_eq!(buyer.subscription(105).await.engine.balance_minor, 0);
    assert_eq!(buyer.subscription(107).await.engine.balance_minor, 0);

    assert_eq!(app.log().charges(), [64_600, 48_050]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn a_renewal_covered_by_the_balance_asks_no_gateway() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    edit(&app.state, "UPDATE organization SET balance_minor = 100000 WHERE id = 107").await;
    app.set_time("2026-04-10T00:00:00Z");

    let read = buyer.subscription(107).await;

    assert_eq!(
        (read.version, read.status, read.engine.balance_minor),
        (2, SubscriptionStatus::Active, 53_200)
    );
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn without_a_card_a_renewal_is_past_due_until_there_is_one() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    app.set_time("2026-04-10T00:00:00Z");
    assert_eq!(buyer.subscription(107).await.status, SubscriptionStatus::PastDue);
    buyer.try_quote(107, 8, Cycle::Monthly, None).await.refused(409, "subscription_past_due");
    assert_eq!(buyer.subscription(107).await.version, 1);

    buyer.use_card(107, "tok_visa").await;

    let read = buyer.subscription(107).await;
    assert_eq!((read.version, read.status), (2, SubscriptionStatus::Active));
    assert_eq!(app.log().charges(), [48_050]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn a_declined_renewal_is_tried_again_with_each_new_card_under_a_key_of_its_own() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.use_card(101, "tok_declined").await;
    app.set_time(APRIL);
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::PastDue);
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::PastDue);
    assert_eq!(app.log().count("declined"), 1, "reading does not try again");

    // Nobody is there to confirm a renewal with the bank.
    buyer.use_card(101, "tok_confirm").await;
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::PastDue);
    buyer.use_card(101, "tok_visa").await;

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    assert_eq!(app.log().charges(), [78_000]);
    let keys = app.log().keys("intent_created");
    let first = "renewal:sub_101:2026-04-01T00:00:00Z";
    assert_eq!(keys, [first.to_owned(), format!("{first}:2"), format!("{first}:3")]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn while_the_outcome_is_unknown_reading_works_and_quoting_waits() {
    for fault in [Fault::AnswerLost, Fault::Unreachable, Fault::LostOnTheWay, Fault::Busy] {
        let mut app = App::open().await;
        let gateway = FaultyGateway::new(app.gateway());
        app.ask(gateway.clone());
        let buyer = app.person("billing").await;
        gateway.set(|faults| (faults.confirm, faults.retrieve) = (fault, Fault::LostOnTheWay));
        app.set_time(APRIL);

        let read = buyer.subscription(101).await;
        assert_eq!((read.version, read.status), (1, SubscriptionStatus::Active), "{fault:?}");
        let answer = buyer.try_quote(101, 8, Cycle::Monthly, None).await;
        assert_eq!(answer.header("retry-after"), Some("30"));
        answer.refused(503, "gateway_unavailable");

        gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));
        app.wait_seconds(31);
        assert_eq!(buyer.subscription(101).await.version, 2, "{fault:?}");
        assert_eq!(app.log().charges(), [78_000], "{fault:?}");
        app.books().are_sound().await;
    }
}

#[tokio::test]
async fn a_process_that_dies_after_the_charge_leaves_nothing_to_charge_again() {
    for at_create in [true, false] {
        let mut app = App::open().await;
        let gateway = FaultyGateway::new(app.gateway());
        app.ask(gateway.clone());
        gateway.set(|faults| {
            *(if at_create { &mut faults.create } else { &mut faults.confirm }) = Fault::StopAfter;
        });
        app.set_time(APRIL);
        let state = app.state.clone();
        let dying = tokio::spawn(async move { book_due(&state, 101).await });
        gateway.stopped().await;
        dying.abort();

        let restarted = app.beside(Arc::new((*app.gateway()).clone())).await;
        book_due(&restarted, 101).await.unwrap();

        assert_eq!(app.log().charges(), [78_000]);
        assert_eq!(app.person("billing").await.subscription(101).await.version, 2);
        app.books().are_sound().await;
    }
}

#[tokio::test]
async fn a_charge_of_another_amount_is_never_booked() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.ask(gateway.clone());
    gateway.set(|faults| {
        faults.confirm = Fault::Altered(|mut intent| {
            intent.amount_minor -= 1;
            intent
        });
    });
    let buyer = app.person("billing").await;
    app.set_time(APRIL);

    assert_eq!(buyer.subscription(101).await.version, 1);

    assert_eq!(app.books().cash().await, 0);
}

#[tokio::test]
async fn a_renewal_discount_is_used_up() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let quote = buyer.quote(101, 8, Cycle::Monthly, Some("RENEW20")).await;
    let card = buyer.use_card(101, "tok_visa").await;
    let payment = crate::stage::Payment::of(101, &quote, &card.id);
    buyer.pay(&payment).await.is(201);
    let mut left = Vec::new();

    for month in
        ["2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z"]
    {
        app.set_time(month);
        let discount = buyer.subscription(101).await.engine.subscription.renewal_discount;
        left.push(discount.map(|discount| discount.left));
    }

    assert_eq!(left, [Some(2), Some(1), None, None]);
    // 241.55 less 20 %; three renewals of 1,248.00 less 20 %; one in full
    assert_eq!(app.log().charges(), [19_324, 99_840, 99_840, 99_840, 124_800]);
}
