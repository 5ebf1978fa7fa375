use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::http::Method;
use backend::alarm::Alarm;
use backend::service::renewals::{self, book_all_due, book_due};
use contract::billing::{Cycle, Line};
use contract::{Page, Receipt, ReceiptKind, ReceiptSummary, Subscription, SubscriptionStatus, paths};
use gateway::{GatewayError, Intent, NewIntent, PaymentGateway};
use serde_json::json;

use crate::calls::{edit, stop_time};
use crate::support::{App, Fault, FaultyGateway, Intercept, Intercepted, Person, TestPayment};

pub const APRIL: &str = "2026-04-01T00:00:00Z";

/// Puts a gateway with injectable faults in front of the sandbox.
pub fn with_faulty_gateway(app: &mut App) -> Arc<FaultyGateway> {
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    gateway
}

async fn cancel(person: &Person, organization: i64) -> Subscription {
    let path = format!("{}/cancellation", paths::testcloud(organization));
    person.send(Method::POST, &path, &json!({}), &[]).await.is(200).json()
}

#[tokio::test]
async fn parallel_rounds_book_a_renewal_once() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    stop_time(&app.state, "2026-03-31T23:59:59Z");
    assert_eq!(buyer.subscription(101).await.version, 1);
    app.set_time(APRIL);

    let mut rounds = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let state = app.state.clone();
        rounds.spawn(async move { book_due(&state, 101).await.unwrap() });
    }
    rounds.join_all().await;

    let read = buyer.subscription(101).await;
    assert_eq!((read.version, read.status, read.renewal_due), (2, SubscriptionStatus::Active, false));
    assert_eq!(read.engine.subscription.period_start.to_string(), APRIL);
    assert_eq!(read.engine.subscription.period_end.to_string(), "2026-05-01T00:00:00Z");
    assert_eq!(app.log().charges(), [78_000]);
    assert_eq!(app.books().cash().await, 78_000);
    app.books().are_sound().await;
}

#[tokio::test]
async fn reads_show_a_due_renewal_and_leave_it_to_the_worker() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    app.set_time(APRIL);

    let read = buyer.subscription(101).await;

    assert_eq!((read.version, read.status, read.renewal_due), (1, SubscriptionStatus::Active, true));
    assert_eq!(app.log().count("intent_created"), 0);
    let answer = buyer.try_quote(101, 8, Cycle::Monthly, None).await;
    assert_eq!(answer.header("retry-after"), Some("5"));
    answer.refused(409, "renewal_in_progress");
    assert_eq!(app.log().count("intent_created"), 0);
    // The read has notified the worker.
    let notified = tokio::time::timeout(std::time::Duration::from_secs(5), app.state.renewal_wake.notified());
    notified.await.unwrap();
    book_all_due(&app.state).await.unwrap();
    assert!(!buyer.subscription(101).await.renewal_due);
    // 3 additional sessions for a full month: 3 x 156.00.
    assert_eq!(buyer.quote(101, 8, Cycle::Monthly, None).await.output.amount_due_minor, 46_800);
}

#[tokio::test]
async fn one_round_books_three_missed_months_in_order() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    app.set_time("2026-07-01T08:00:00Z");

    book_due(&app.state, 103).await.unwrap();

    let read = buyer.subscription(103).await;
    assert_eq!(read.version, 5);
    // Periods are anchored on the 31st: 31 March, 30 April, 31 May, 30 June.
    assert_eq!(read.engine.subscription.period_start.to_string(), "2026-06-30T00:00:00Z");
    assert_eq!(read.engine.subscription.period_end.to_string(), "2026-07-31T00:00:00Z");
    assert_eq!(app.log().charges(), [65_340; 4], "3 x 19,800 yen plus 10 % tax");
    app.books().are_sound().await;
}

#[tokio::test]
async fn renewal_deducts_credit_and_adds_debt_to_the_charge() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.use_card(107, "pm_card_visa").await;
    app.set_time("2026-04-10T00:00:00Z");
    book_due(&app.state, 105).await.unwrap();
    book_due(&app.state, 107).await.unwrap();

    // EUR 580.00 plus 20 % tax, less 50.00. USD 468.00 plus the debt of 12.50.
    assert_eq!(buyer.subscription(105).await.engine.balance_minor, 0);
    assert_eq!(buyer.subscription(107).await.engine.balance_minor, 0);

    assert_eq!(app.log().charges(), [64_600, 48_050]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn renewal_covered_by_the_balance_does_not_call_the_gateway() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    edit(&app.state, "UPDATE organization SET balance_minor = 100000 WHERE id = 107").await;
    app.set_time("2026-04-10T00:00:00Z");
    book_due(&app.state, 107).await.unwrap();

    let read = buyer.subscription(107).await;

    assert_eq!(
        (read.version, read.status, read.engine.balance_minor),
        (2, SubscriptionStatus::Active, 53_200)
    );
    assert!(app.log().charges().is_empty());
    let receipt: Receipt =
        buyer.get("/organizations/107/testcloud/receipts/R-107-000001").await.is(200).json();
    // 3 x 156.00, paid from the balance.
    assert_eq!((receipt.total_minor, receipt.charged_minor), (46_800, 0));
    assert_eq!((receipt.gateway_reference, receipt.payment_method), (None, None));
}

#[tokio::test]
async fn renewal_without_a_card_is_past_due_until_one_is_saved() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    app.set_time("2026-04-10T00:00:00Z");
    book_all_due(&app.state).await.unwrap();
    assert_eq!(buyer.subscription(107).await.status, SubscriptionStatus::PastDue);
    let message = "SELECT body FROM outbox WHERE kind = 'renewal_failed' AND organization = 107";
    let day_3 = r#"{"nextTryAt":"2026-04-13T00:00:00Z","reason":"no_valid_card"}"#;
    assert_eq!(app.books().texts(message).await, [day_3]);
    buyer.try_quote(107, 8, Cycle::Monthly, None).await.refused(409, "subscription_past_due");
    assert_eq!(buyer.subscription(107).await.version, 1);
    let before = app.log().charges().len();

    buyer.use_card(107, "pm_card_visa").await;

    let read = buyer.subscription(107).await;
    assert_eq!((read.version, read.status), (2, SubscriptionStatus::Active));
    assert_eq!(app.log().charges()[before..], [48_050]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn each_new_card_retries_a_declined_renewal_with_new_keys() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.use_card(101, "pm_card_chargeCustomerFail").await;
    app.set_time(APRIL);
    book_due(&app.state, 101).await.unwrap();
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::PastDue);
    book_due(&app.state, 101).await.unwrap();
    assert_eq!(app.log().count("declined"), 1, "a renewal is tried once a day");

    // A renewal cannot be confirmed with the bank, because no person is present.
    buyer.use_card(101, "pm_card_authenticationRequired").await;
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::PastDue);
    buyer.use_card(101, "pm_card_visa").await;

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    assert_eq!(app.log().charges(), [78_000]);
    let name = "test:renewal:sub_101:2026-04-01T00:00:00Z";
    let keys = app.log().keys("intent_created");
    assert_eq!(keys, [format!("{name}:1:create"), format!("{name}:2:create"), format!("{name}:3:create")]);
    assert_eq!(app.log().keys("succeeded"), [format!("{name}:3:confirm")]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn unpaid_renewal_is_tried_on_days_0_3_7_and_14_and_ends_on_day_21() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.use_card(101, "pm_card_chargeDeclinedInsufficientFunds").await;
    for (instant, tries) in [
        (APRIL, 1),
        ("2026-04-01T12:00:00Z", 1),
        ("2026-04-03T23:59:59Z", 1),
        ("2026-04-04T00:00:00Z", 2),
        ("2026-04-07T23:59:59Z", 2),
        ("2026-04-08T00:00:00Z", 3),
        ("2026-04-14T23:59:59Z", 3),
        ("2026-04-15T00:00:00Z", 4),
        ("2026-04-21T23:59:59Z", 4),
    ] {
        stop_time(&app.state, instant);
        book_due(&app.state, 101).await.unwrap();
        let read = buyer.subscription(101).await;
        assert_eq!((read.status, read.version), (SubscriptionStatus::PastDue, 1), "{instant}");
        let declined = app.log().count("declined");
        assert_eq!(declined, tries, "{instant}");
    }

    stop_time(&app.state, "2026-04-22T00:00:00Z");
    book_due(&app.state, 101).await.unwrap();

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Ended);
    assert_eq!(app.log().count("canceled"), 4, "every intent is canceled at the gateway");
    assert!(app.log().charges().is_empty());
    let states = app.books().texts("SELECT state FROM renewal WHERE subscription = 'sub_101'").await;
    assert_eq!(states, ["ended"]);
    buyer.use_card(101, "pm_card_visa").await;
    book_due(&app.state, 101).await.unwrap();
    assert!(app.log().charges().is_empty(), "an ended subscription is not charged");
    app.books().are_sound().await;
}

#[tokio::test]
async fn late_payment_renews_from_the_period_boundary() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.use_card(101, "pm_card_chargeCustomerFail").await;
    stop_time(&app.state, APRIL);
    book_due(&app.state, 101).await.unwrap();
    edit(&app.state, "UPDATE payment_card SET card_ref = 'pm_card_visa' WHERE replaced_at IS NULL").await;

    stop_time(&app.state, "2026-04-04T00:00:00Z");
    book_due(&app.state, 101).await.unwrap();

    let read = buyer.subscription(101).await;
    assert_eq!((read.status, read.version), (SubscriptionStatus::Active, 2));
    assert_eq!(read.engine.subscription.period_start.to_string(), APRIL);
    assert_eq!(read.engine.subscription.period_end.to_string(), "2026-05-01T00:00:00Z");
    assert_eq!(app.log().charges(), [78_000]);
}

#[tokio::test]
async fn hard_declines_are_not_retried_automatically() {
    use gateway::DeclineReason::{DoNotTryAgain, LostCard, StolenCard};
    for (reason, alter) in [
        ("lost_card", |intent| declined(intent, LostCard)),
        ("stolen_card", |intent| declined(intent, StolenCard)),
        ("do_not_try_again", |intent| declined(intent, DoNotTryAgain)),
    ] as [(&str, fn(gateway::Intent) -> gateway::Intent); 3]
    {
        let mut app = App::open().await;
        let gateway = with_faulty_gateway(&mut app);
        let buyer = app.person("billing").await;
        buyer.use_card(101, "pm_card_chargeCustomerFail").await;
        gateway.set(|faults| faults.confirm = Fault::Altered(alter));
        for day in [APRIL, "2026-04-04T00:00:00Z", "2026-04-08T00:00:00Z", "2026-04-15T00:00:00Z"] {
            stop_time(&app.state, day);
            book_due(&app.state, 101).await.unwrap();
        }
        assert_eq!(app.log().count("intent_created"), 1, "{reason}");
        assert_eq!(app.books().texts("SELECT reason FROM renewal WHERE due_at = 1775001600").await, [reason]);

        gateway.set(|faults| faults.confirm = Fault::None);
        buyer.use_card(101, "pm_card_visa").await;

        assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active, "{reason}");
        assert_eq!(app.log().charges(), [78_000], "{reason}");
    }
}

fn declined(intent: gateway::Intent, reason: gateway::DeclineReason) -> gateway::Intent {
    gateway::Intent { decline: Some(reason), ..intent }
}

#[tokio::test]
async fn renewal_refused_by_the_gateway_is_paid_with_a_new_card() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    edit(&app.state, "UPDATE payment_card SET card_ref = 'card_of_nobody' WHERE organization = 101").await;

    stop_time(&app.state, APRIL);
    book_due(&app.state, 101).await.unwrap();

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::PastDue);
    assert_eq!(app.books().texts("SELECT reason FROM renewal WHERE due_at = 1775001600").await, ["refused"]);
    buyer.use_card(101, "pm_card_visa").await;
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    assert_eq!(app.log().charges(), [78_000]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn renewal_whose_confirm_is_lost_is_canceled_and_retried() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    let buyer = app.person("billing").await;
    gateway.set(|faults| faults.confirm = Fault::RequestLost);
    app.set_time(APRIL);
    book_due(&app.state, 101).await.unwrap();
    assert!(buyer.subscription(101).await.renewal_due);

    // The first check cancels the intent and retries at once. Later checks follow the schedule.
    for _ in 0..3 {
        app.wait_seconds(31);
        book_due(&app.state, 101).await.unwrap();
    }

    let read = buyer.subscription(101).await;
    assert_eq!((read.status, read.renewal_due), (SubscriptionStatus::PastDue, false));
    assert_eq!((app.log().count("intent_created"), app.log().count("canceled")), (2, 2));
    gateway.set(|faults| faults.confirm = Fault::None);
    buyer.use_card(101, "pm_card_visa").await;
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    assert_eq!(app.log().charges(), [78_000]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn card_saved_during_an_unknown_outcome_is_tried_after_it_is_settled() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    let buyer = app.person("billing").await;
    buyer.use_card(101, "pm_card_chargeCustomerFail").await;
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::ResponseLost, Fault::RequestLost));
    app.set_time(APRIL);
    book_due(&app.state, 101).await.unwrap();

    buyer.use_card(101, "pm_card_visa").await;
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));
    app.wait_seconds(31);
    book_due(&app.state, 101).await.unwrap();

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    assert_eq!((app.log().count("declined"), app.log().charges()), (1, vec![78_000]));
}

#[tokio::test]
async fn subscription_can_be_canceled_while_a_renewal_is_charged() {
    for is_charged in [true, false] {
        let mut app = App::open().await;
        let gateway = with_faulty_gateway(&mut app);
        let buyer = app.person("billing").await;
        let confirm = if is_charged { Fault::ResponseLost } else { Fault::RequestLost };
        gateway.set(|faults| (faults.confirm, faults.retrieve) = (confirm, Fault::RequestLost));
        app.set_time(APRIL);
        book_due(&app.state, 101).await.unwrap();

        let canceled = cancel(&buyer, 101).await;
        assert_eq!((canceled.status, canceled.renewal_due), (SubscriptionStatus::Canceled, true));

        gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));
        app.wait_seconds(31);
        book_due(&app.state, 101).await.unwrap();

        let read = buyer.subscription(101).await;
        if is_charged {
            assert_eq!((read.status, read.version), (SubscriptionStatus::Canceled, 3));
            assert_eq!(read.engine.subscription.period_end.to_string(), "2026-05-01T00:00:00Z");
            assert_eq!(app.log().charges(), [78_000]);
        } else {
            assert_eq!((read.status, read.version), (SubscriptionStatus::Ended, 2));
            assert!(app.log().charges().is_empty());
        }
        app.books().are_sound().await;
    }
}

#[tokio::test]
async fn cancellation_before_the_worker_starts_ends_without_a_charge() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    app.set_time(APRIL);

    assert_eq!(cancel(&buyer, 101).await.status, SubscriptionStatus::Ended);

    book_due(&app.state, 101).await.unwrap();
    assert_eq!(app.log().count("intent_created"), 0);
}

#[tokio::test]
async fn subscription_ends_on_day_21_while_the_gateway_does_not_answer() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    let buyer = app.person("billing").await;
    gateway.set(|faults| faults.create = Fault::RequestLost);
    for day in [APRIL, "2026-04-10T00:00:00Z", "2026-04-22T00:00:00Z"] {
        app.set_time(day);
        book_due(&app.state, 101).await.unwrap();
    }
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Ended);

    gateway.set(|faults| faults.create = Fault::None);
    app.set_time("2026-04-22T01:00:00Z");
    book_due(&app.state, 101).await.unwrap();

    assert!(app.log().charges().is_empty(), "the intent of an ended subscription is not confirmed");
    assert_eq!((app.log().count("intent_created"), app.log().count("canceled")), (1, 1));
    let states = app.books().texts("SELECT state FROM renewal WHERE subscription = 'sub_101'").await;
    assert_eq!(states, ["ended"]);
}

#[tokio::test]
async fn unknown_renewal_outcome_allows_reads_and_refuses_quotes() {
    for fault in [Fault::ResponseLost, Fault::Unreachable, Fault::RequestLost, Fault::Busy] {
        let mut app = App::open().await;
        let gateway = with_faulty_gateway(&mut app);
        let buyer = app.person("billing").await;
        gateway.set(|faults| (faults.confirm, faults.retrieve) = (fault, Fault::RequestLost));
        app.set_time(APRIL);
        book_due(&app.state, 101).await.unwrap();

        let read = buyer.subscription(101).await;
        assert_eq!((read.version, read.status), (1, SubscriptionStatus::Active), "{fault:?}");
        assert!(read.renewal_due, "{fault:?}");
        let answer = buyer.try_quote(101, 8, Cycle::Monthly, None).await;
        assert_eq!(answer.header("retry-after"), Some("5"));
        answer.refused(409, "renewal_in_progress");

        gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));
        app.wait_seconds(31);
        book_due(&app.state, 101).await.unwrap();
        assert_eq!(buyer.subscription(101).await.version, 2, "{fault:?}");
        assert_eq!(app.log().charges(), [78_000], "{fault:?}");
        app.books().are_sound().await;
    }
}

#[tokio::test]
async fn renewal_is_charged_once_when_its_process_dies() {
    for at_create in [true, false] {
        let mut app = App::open().await;
        let gateway = with_faulty_gateway(&mut app);
        gateway.set(|faults| {
            *(if at_create { &mut faults.create } else { &mut faults.confirm }) = Fault::StopAfter;
        });
        app.set_time(APRIL);
        let state = app.state.clone();
        let dying = tokio::spawn(async move { book_due(&state, 101).await });
        gateway.stopped().await;
        dying.abort();

        let restarted = app.second_instance(Arc::new((*app.gateway()).clone())).await;
        book_due(&restarted, 101).await.unwrap();
        assert_eq!(app.person("billing").await.subscription(101).await.version, 1, "the lease still holds");
        app.wait_seconds(120);
        book_due(&restarted, 101).await.unwrap();

        assert_eq!(app.log().charges(), [78_000]);
        assert_eq!(app.person("billing").await.subscription(101).await.version, 2);
        app.books().are_sound().await;
    }
}

#[tokio::test]
async fn process_with_a_shorter_timeout_does_not_take_over_a_live_renewal() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    gateway.set(|faults| faults.confirm = Fault::StopBefore);
    let mut slow = app.state.clone();
    slow.config = Arc::new(backend::config::Config {
        gateway_timeout: std::time::Duration::from_secs(100),
        ..(*slow.config).clone()
    });
    app.set_time(APRIL);
    let live = tokio::spawn(async move { book_due(&slow, 101).await });
    gateway.stopped().await;

    // The lease still holds after 300 seconds, which is longer than any lease of this process.
    let other = app.second_instance(app.gateway()).await;
    for _ in 0..5 {
        app.wait_seconds(60);
        book_due(&other, 101).await.unwrap();
    }
    assert_eq!((app.log().count("intent_created"), app.log().count("canceled")), (1, 0));
    let fence = "SELECT fence FROM renewal WHERE subscription = 'sub_101'";
    assert_eq!(app.books().number(fence).await, 1);
    gateway.resume();
    live.await.unwrap().unwrap();

    assert_eq!(app.log().charges(), [78_000]);
    assert_eq!(app.person("billing").await.subscription(101).await.version, 2);
}

#[tokio::test]
async fn paused_process_books_nothing_after_a_takeover() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    gateway.set(|faults| faults.confirm = Fault::StopAfter);
    app.set_time(APRIL);
    let state = app.state.clone();
    let paused = tokio::spawn(async move { book_due(&state, 101).await });
    gateway.stopped().await;
    app.wait_seconds(120);
    let other = app.second_instance(app.gateway()).await;
    book_due(&other, 101).await.unwrap();

    gateway.resume();
    paused.await.unwrap().unwrap();

    assert_eq!(app.log().charges(), [78_000]);
    assert_eq!(app.books().cash().await, 78_000);
    assert_eq!(app.person("billing").await.subscription(101).await.version, 2);
    app.books().are_sound().await;
}

#[tokio::test]
async fn renewal_charged_with_another_amount_is_held_and_not_booked() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    gateway.set(|faults| {
        faults.confirm = Fault::Altered(|mut intent| {
            intent.amount_minor -= 1;
            intent
        });
    });
    let buyer = app.person("billing").await;
    app.set_time(APRIL);
    book_due(&app.state, 101).await.unwrap();

    assert_eq!(buyer.subscription(101).await.version, 1);
    assert_eq!(app.books().cash().await, 0);
    let states = app.books().texts("SELECT state FROM renewal WHERE subscription = 'sub_101'").await;
    assert_eq!(states, ["held"]);
    buyer.try_quote(101, 8, Cycle::Monthly, None).await.refused(409, "renewal_in_progress");
    app.wait_seconds(3_600);
    book_due(&app.state, 101).await.unwrap();
    assert_eq!(app.log().count("intent_created"), 1, "a held renewal is not charged again");
}

#[tokio::test]
async fn charged_renewal_is_booked_after_the_clock_moves_back() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    let buyer = app.person("billing").await;
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::ResponseLost, Fault::RequestLost));
    app.set_time(APRIL);
    book_due(&app.state, 101).await.unwrap();
    app.set_time("2026-03-31T12:00:00Z");
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));

    book_all_due(&app.state).await.unwrap();

    let read = buyer.subscription(101).await;
    assert_eq!((read.version, read.renewal_due), (2, false));
    let cash = "SELECT SUM(amount_minor) FROM ledger_entry
         WHERE account = 'cash' AND organization = 101 AND intent_id IS NOT NULL";
    assert_eq!((app.log().charges()[0], app.books().number(cash).await), (78_000, 78_000));
    app.books().are_sound().await;
}

#[tokio::test]
async fn free_upgrade_waits_for_a_renewal_after_the_clock_moves_back() {
    let mut app = App::open().await;
    let buyer = app.person("billing").await;
    stop_time(&app.state, "2026-03-31T23:55:00Z");
    // One session for one of 31 days costs 5.03, which the code discounts completely.
    let quote = buyer.quote(101, 6, Cycle::Monthly, Some("TAKE50")).await;
    assert_eq!(quote.output.amount_due_minor, 0);
    let gateway = with_faulty_gateway(&mut app);
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::ResponseLost, Fault::RequestLost));
    app.set_time(APRIL);
    book_due(&app.state, 101).await.unwrap();
    stop_time(&app.state, "2026-03-31T23:56:00Z");
    let buyer = buyer.at(app.router());

    buyer.pay(&TestPayment::of(101, &quote, "")).await.refused(409, "renewal_in_progress");
    buyer.try_quote(101, 6, Cycle::Monthly, Some("TAKE50")).await.refused(409, "renewal_in_progress");

    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));
    app.set_time("2026-04-01T00:10:00Z");
    book_due(&app.state, 101).await.unwrap();
    let read = buyer.subscription(101).await;
    assert_eq!((read.version, read.engine.subscription.sessions), (2, 5));
    assert_eq!((app.log().charges(), app.books().cash().await), (vec![78_000], 78_000));
    app.books().are_sound().await;
}

#[tokio::test]
async fn renewal_does_not_overwrite_a_newer_version() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    let buyer = app.person("billing").await;
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::ResponseLost, Fault::RequestLost));
    app.set_time(APRIL);
    book_due(&app.state, 101).await.unwrap();
    let upgrade = "UPDATE subscription SET sessions = 8 WHERE id = 'sub_101'";
    assert!(app.books().refuses(upgrade).await, "the terms are locked while a renewal is charged");
    edit(&app.state, "UPDATE subscription SET version = 2 WHERE id = 'sub_101'").await;
    edit(
        &app.state,
        "INSERT INTO subscription_change (subscription, version, kind, by_name, at, before_sessions, before_cycle,
           after_sessions, after_cycle) VALUES ('sub_101', 2, 'balance', 'Operator', 0, 5, 'monthly', 5, 'monthly')",
    )
    .await;

    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));
    app.wait_seconds(31);
    book_due(&app.state, 101).await.unwrap();

    let read = buyer.subscription(101).await;
    assert_eq!((read.version, read.engine.subscription.period_end.to_string().as_str()), (2, APRIL));
    let states = app.books().texts("SELECT state FROM renewal WHERE subscription = 'sub_101'").await;
    assert_eq!(states, ["held"], "a charge that cannot be booked raises an alarm");
    assert_eq!((app.log().charges(), app.books().cash().await), (vec![78_000], 0));
}

#[tokio::test]
async fn renewal_without_an_answer_does_not_block_the_others() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    // The first call of the gateway never returns. Later calls do.
    gateway.set(|faults| faults.create = Fault::StopBefore);
    app.set_time(APRIL);
    let state = app.state.clone();
    let silent = tokio::spawn(async move { book_due(&state, 101).await });
    gateway.stopped().await;
    gateway.set(|faults| faults.create = Fault::None);

    app.set_time("2026-04-04T00:00:00Z");
    tokio::time::timeout(std::time::Duration::from_secs(30), book_due(&app.state, 104))
        .await
        .unwrap()
        .unwrap();

    // 2 sessions at 47.950, from the sample data.
    assert_eq!(app.log().charges(), [95_900]);
    silent.abort();
}

#[tokio::test]
async fn renewal_discount_ends_after_its_last_renewal() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let quote = buyer.quote(101, 8, Cycle::Monthly, Some("RENEW20")).await;
    let card = buyer.use_card(101, "pm_card_visa").await;
    let payment = TestPayment::of(101, &quote, &card.id);
    buyer.pay(&payment).await.is(201);
    let mut left = Vec::new();

    for month in
        ["2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z"]
    {
        app.set_time(month);
        book_due(&app.state, 101).await.unwrap();
        let discount = buyer.subscription(101).await.engine.subscription.renewal_discount;
        left.push(discount.map(|discount| discount.left));
    }

    assert_eq!(left, [Some(2), Some(1), None, None]);
    // 241.55 less 20 %, three renewals of 1,248.00 less 20 %, and one without a discount.
    assert_eq!(app.log().charges(), [19_324, 99_840, 99_840, 99_840, 124_800]);
    let third: Receipt = buyer.get("/organizations/101/testcloud/receipts/R-101-000004").await.is(200).json();
    let [Line::Charge { amount_minor: 124_800, .. }, Line::Discount { code, amount_minor: -24_960 }] =
        third.lines.as_slice()
    else {
        panic!("{:?}", third.lines)
    };
    assert_eq!((code.as_str(), third.charged_minor), ("RENEW20", 99_840));
    let fourth: Receipt =
        buyer.get("/organizations/101/testcloud/receipts/R-101-000005").await.is(200).json();
    assert_eq!((fourth.lines.len(), fourth.charged_minor), (1, 124_800));
}

#[tokio::test]
async fn renewal_receipt_is_listed_and_available_as_json_and_csv() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    app.set_time(APRIL);
    book_due(&app.state, 101).await.unwrap();

    let history: Page<ReceiptSummary> =
        buyer.get("/organizations/101/testcloud/receipts").await.is(200).json();
    let [row] = history.content.as_slice() else { panic!("{history:?}") };
    assert_eq!(
        (row.number.as_str(), row.kind, row.charged_minor),
        ("R-101-000001", ReceiptKind::Renewal, 78_000)
    );
    assert_eq!((row.by.as_str(), row.before, row.after), ("Automatic renewal", row.after, row.before));

    let path = "/organizations/101/testcloud/receipts/R-101-000001";
    let receipt: Receipt = buyer.get(path).await.is(200).json();
    assert_eq!(
        (receipt.kind, receipt.quoted_minor, receipt.total_minor),
        (ReceiptKind::Renewal, 78_000, 78_000)
    );
    assert_eq!((receipt.effective_at.to_string().as_str(), receipt.renewal_estimate_minor), (APRIL, 78_000));
    assert_eq!(receipt.period_end.to_string(), "2026-05-01T00:00:00Z");
    assert_eq!((receipt.quote_id, receipt.quote_hash), (None, None));
    assert_eq!(receipt.gateway_reference.as_deref(), Some(app.log().charged_intents()[0].as_str()));
    assert_eq!(receipt.payment_method.map(|card| card.last4).as_deref(), Some("4242"));
    let [
        Line::Charge {
            sessions: 5, unit_price_minor: 15_600, units: 30, of: 30, amount_minor: 78_000, ..
        },
    ] = receipt.lines.as_slice()
    else {
        panic!("{:?}", receipt.lines)
    };
    let table = buyer.get(&format!("{path}.csv")).await.is(200);
    let text = String::from_utf8(table.body.to_vec()).unwrap();
    assert!(text.contains("\"R-101-000001\",renewal,"), "{text}");
    assert!(text.lines().last().unwrap().contains(",charged,\"\",,,,,USD,780.00,"), "{text}");
    assert_eq!(buyer.get(&format!("{path}.json")).await.is(200).json::<Receipt>().charged_minor, 78_000);
    let messages = app.books().texts("SELECT dedupe FROM outbox").await;
    assert_eq!(messages, ["renewal_paid:renewal:sub_101:2026-04-01T00:00:00Z"]);
}

#[tokio::test]
async fn renewal_receipt_shows_the_tax_and_the_balance() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    app.set_time("2026-04-10T00:00:00Z");
    book_due(&app.state, 105).await.unwrap();

    let receipt: Receipt =
        buyer.get("/organizations/105/testcloud/receipts/R-105-000001").await.is(200).json();

    // 4 x 145.00 plus 20 % tax, less a balance of 50.00.
    let [
        Line::Charge { amount_minor: 58_000, .. },
        Line::Tax { rate_bp: 2_000, base_minor: 58_000, amount_minor: 11_600 },
    ] = receipt.lines.as_slice()
    else {
        panic!("{:?}", receipt.lines)
    };
    assert_eq!((receipt.total_minor, receipt.charged_minor), (69_600, 64_600));
    assert_eq!((receipt.balance_before_minor, receipt.balance_after_minor), (5_000, 0));
}

/// A gateway that never responds to creates, except for one organization.
struct HangingGateway {
    inner: Arc<dyn PaymentGateway>,
    healthy: i64,
}

#[async_trait]
impl Intercept for HangingGateway {
    fn inner(&self) -> &dyn PaymentGateway {
        &*self.inner
    }

    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError> {
        if new.organization != self.healthy {
            std::future::pending::<()>().await;
        }
        self.inner.create_intent(new).await
    }
}

async fn wait_until_renewed(buyer: &Person, organization: i64) {
    let renewed = async {
        while buyer.subscription(organization).await.version == 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), renewed)
        .await
        .expect("the renewal is blocked by the others");
}

#[tokio::test]
async fn healthy_renewal_does_not_wait_behind_hanging_ones() {
    let mut app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.use_card(107, "pm_card_visa").await;
    app.set_time("2026-04-10T00:00:00Z");
    let gateway = Arc::new(Intercepted(HangingGateway { inner: app.gateway(), healthy: 107 }));
    app.use_gateway(gateway);
    let state = app.state.clone();

    let round = tokio::spawn(async move { book_all_due(&state).await });
    wait_until_renewed(&buyer, 107).await;

    tokio::time::timeout(Duration::from_secs(20), round)
        .await
        .expect("the round times out")
        .unwrap()
        .unwrap();
    let waiting =
        "SELECT COUNT(*) FROM renewal WHERE state = 'charging' AND at_work = 0 AND lease_until > lease_from";
    assert_eq!(app.books().number(waiting).await, 6, "each hanging renewal is checked again later");
    assert_eq!(app.log().charges(), [48_050]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn running_worker_renews_while_earlier_renewals_hang() {
    let mut app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.use_card(107, "pm_card_visa").await;
    let mut slow = app.state.clone();
    slow.config = Arc::new(backend::config::Config {
        gateway_timeout: Duration::from_secs(100),
        ..(*slow.config).clone()
    });
    slow.gateway = Arc::new(Intercepted(HangingGateway { inner: app.gateway(), healthy: 107 }));
    app.state = slow;
    let buyer = buyer.at(app.router());
    app.set_time("2026-04-08T00:00:00Z");
    let worker = tokio::spawn(renewals::run(app.state.clone()));
    let hanging = "SELECT COUNT(*) FROM renewal WHERE state = 'charging'";
    while app.books().number(hanging).await < 4 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    app.set_time("2026-04-10T00:00:00Z");
    app.state.renewal_wake.notify_one();

    wait_until_renewed(&buyer, 107).await;
    worker.abort();
    assert_eq!(app.log().charges(), [48_050]);
}

#[tokio::test]
async fn renewal_that_is_charged_and_cannot_be_stored_raises_an_alarm() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let broken = "CREATE TRIGGER broken BEFORE INSERT ON receipt BEGIN SELECT RAISE(ABORT, 'broken'); END";
    app.books().change(broken).await;
    stop_time(&app.state, APRIL);

    book_due(&app.state, 101).await.unwrap_err();

    assert_eq!(app.state.alarms.count(Alarm::ChargeNotRecorded), 1);
    assert_eq!((app.log().charges(), app.books().cash().await), (vec![78_000], 0));
    app.books().change("DROP TRIGGER broken").await;
    stop_time(&app.state, "2026-04-01T00:20:00Z");
    book_due(&app.state, 101).await.unwrap();
    assert_eq!(buyer.subscription(101).await.version, 2);
    assert_eq!((app.log().charges(), app.books().cash().await), (vec![78_000], 78_000));
    assert_eq!(app.state.alarms.count(Alarm::ChargeNotRecorded), 1);
    app.books().are_sound().await;
}

#[tokio::test]
async fn renewal_whose_intent_differs_is_not_charged_and_raises_an_alarm() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    let buyer = app.person("billing").await;
    gateway.set(|faults| {
        faults.create = Fault::Altered(|intent| Intent { amount_minor: intent.amount_minor + 1, ..intent });
        faults.create_again = Some(Fault::None);
    });
    stop_time(&app.state, APRIL);

    book_due(&app.state, 101).await.unwrap();

    assert_eq!(app.state.alarms.count(Alarm::IntentDiffers), 1);
    assert_eq!(app.log().count("canceled"), 1, "the intent that differs");
    assert_eq!(app.log().charges(), [78_000], "the next try");
    assert_eq!(buyer.subscription(101).await.version, 2);
    app.books().are_sound().await;
}

#[tokio::test]
async fn panic_while_a_renewal_is_charged_raises_an_alarm() {
    let mut app = App::open().await;
    let gateway = with_faulty_gateway(&mut app);
    app.set_time(APRIL);
    gateway.set(|faults| faults.create = Fault::Altered(|_| panic!("a defect")));

    assert!(book_all_due(&app.state).await.is_err());

    assert_eq!(app.state.alarms.count(Alarm::TaskPanicked), 1);
    gateway.set(|faults| faults.create = Fault::None);
    app.wait_seconds(120);
    book_all_due(&app.state).await.unwrap();
    assert!(app.log().charges().contains(&78_000), "{:?}", app.log().charges());
    assert_eq!(app.books().cash().await, app.log().charges().iter().sum::<i64>());
    app.books().are_sound().await;
}
