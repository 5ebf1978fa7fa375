//! Rows that a step does not need must not stop it.

use axum::http::Method;
use backend::alarm::Alarm;
use backend::service::renewals::book_due;
use contract::{Receipt, Subscription, SubscriptionStatus, User, paths};
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, Executor, SqliteConnection};

use crate::support::{App, Fault, FaultyGateway, answer_bank};

const CARD: &str =
    "UPDATE payment_card SET expires_year = 99999 WHERE organization = 101 AND replaced_at IS NULL";
const HISTORY: &str =
    "UPDATE subscription_change SET by_name = CAST(x'ff' AS TEXT) WHERE subscription = 'sub_101'";
const RENEWAL: &str = "SELECT state FROM renewal WHERE subscription = 'sub_101'";

/// Changes a row without the checks of the schema.
async fn damage_row(app: &App, statement: &'static str) {
    let options = SqliteConnectOptions::new()
        .filename(app.database_file())
        .foreign_keys(false)
        .pragma("ignore_check_constraints", "true");
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    assert!(connection.execute(statement).await.unwrap().rows_affected() > 0, "{statement}");
    connection.close().await.unwrap();
}

async fn ask_for_access(app: &App, note: &str) {
    let form = json!({ "add": 2, "note": note });
    let path = format!("{}/access-requests", paths::testcloud(101));
    app.person("admin").await.send(Method::POST, &path, &form, &[]).await.is(202);
}

#[tokio::test]
async fn charge_is_booked_without_the_rows_that_it_does_not_need() {
    for damage in [
        CARD,
        "UPDATE access_request SET note = CAST(x'ff' AS TEXT)",
        "UPDATE access_request SET at = 9000000000000000000",
        "UPDATE access_request SET cycle = 'weekly'",
        "UPDATE person SET last_name = CAST(x'ff' AS TEXT) WHERE email = 'admin@example.com'",
    ] {
        let app = App::open().await;
        let buyer = app.person("billing").await;
        buyer.pay(&buyer.prepare(101, 6, "pm_card_visa").await).await.is(201);
        app.wait_seconds(60);
        ask_for_access(&app, "for the new team").await;
        let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
        let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
        let books = app.books();
        damage_row(&app, damage).await;
        if !damage.starts_with("UPDATE payment_card") {
            // The booked upgrade answers the access requests before it.
            books.change("UPDATE access_request SET at = at + 3600 WHERE at < 9000000000").await;
        }
        answer_bank(attempt.confirmation_url.as_deref().unwrap(), "confirm").await;

        let paid = buyer.act_on_attempt(101, &attempt.id, "confirmation").await.is(200).upgrade();

        assert_eq!(paid.attempt.charged, contract::Charged::Yes, "{damage}");
        assert_eq!(books.states().await, ["charged", "charged"], "{damage}");
        assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1, "{damage}");
        let charged = app.log().charges();
        assert_eq!(charged.len(), 2, "{damage}");
        assert_eq!(books.cash().await, charged.iter().sum::<i64>(), "{damage}");
        assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 8, "{damage}");
        assert_eq!(buyer.pay(&payment).await.is(200).upgrade().attempt.id, attempt.id, "{damage}");
        books.are_sound().await;
    }
}

#[tokio::test]
async fn subscription_is_shown_without_its_unreadable_parts() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.pay(&buyer.prepare(101, 6, "pm_card_visa").await).await.is(201);
    app.wait_seconds(60);
    ask_for_access(&app, "first").await;
    ask_for_access(&app, "second").await;
    let books = app.books();
    books.change("UPDATE access_request SET note = CAST(x'ff' AS TEXT) WHERE note = 'first'").await;
    books.change(CARD).await;

    let shown = buyer.subscription(101).await;

    assert_eq!(shown.payment_method, None);
    let notes: Vec<_> = shown.access_requests.iter().filter_map(|request| request.note.as_deref()).collect();
    assert_eq!(notes, ["second"]);
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 2, "one of each row");
    books.change(HISTORY).await;
    let shown = buyer.subscription(101).await;
    assert_eq!((shown.last_upgrade, shown.engine.subscription.sessions), (None, 6));
    buyer.subscription(101).await;
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 3);
}

#[tokio::test]
async fn unreadable_card_cannot_pay_until_it_is_replaced() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    app.books().change(CARD).await;

    buyer.pay(&payment).await.refused(422, "payment_method_missing");

    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1);
    assert_eq!(app.log().count("intent_created"), 0);
    let again = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&again).await.is(201);
    assert_eq!(app.log().charges(), [24_155]);
    assert_eq!(app.books().cash().await, 24_155);
}

#[tokio::test]
async fn renewal_with_an_unreadable_card_is_past_due_until_one_is_saved() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let books = app.books();
    books.change(CARD).await;
    app.set_time("2026-04-01T00:00:00Z");

    book_due(&app.state, 101).await.unwrap();

    assert_eq!(books.texts(RENEWAL).await, ["declined"]);
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1);
    let message = "SELECT body FROM outbox WHERE kind = 'renewal_failed' AND organization = 101";
    let day_3 = r#"{"nextTryAt":"2026-04-04T00:00:00Z","reason":"no_valid_card"}"#;
    assert_eq!(books.texts(message).await, [day_3]);
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::PastDue);
    for day in ["2026-04-04T00:00:00Z", "2026-04-08T00:00:00Z"] {
        app.set_time(day);
        book_due(&app.state, 101).await.unwrap();
    }
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1, "the same row raises one alarm an hour");
    assert_eq!(books.number("SELECT tries FROM renewal WHERE subscription = 'sub_101'").await, 3);
    assert_eq!(app.state.metrics.renewals.get("declined"), 3);
    assert!(app.log().charges().is_empty());

    buyer.use_card(101, "pm_card_visa").await;

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    assert_eq!(books.texts(RENEWAL).await, ["paid"]);
    // 5 sessions at 156.00, no tax.
    assert_eq!(app.log().charges(), [78_000]);
    assert_eq!(books.cash().await, 78_000);
    books.are_sound().await;
}

#[tokio::test]
async fn renewal_with_an_unreadable_card_ends_on_day_21() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    app.books().change(CARD).await;
    app.set_time("2026-04-01T00:00:00Z");
    book_due(&app.state, 101).await.unwrap();
    app.set_time("2026-04-22T00:00:00Z");

    book_due(&app.state, 101).await.unwrap();

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Ended);
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn renewal_charged_before_its_card_became_unreadable_is_booked() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    app.set_time("2026-04-01T00:00:00Z");
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::ResponseLost, Fault::RequestLost));
    book_due(&app.state, 101).await.unwrap();
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));
    app.books().change(CARD).await;
    app.wait_seconds(120);

    book_due(&app.state, 101).await.unwrap();

    let books = app.books();
    assert_eq!(books.texts(RENEWAL).await, ["paid"]);
    assert_eq!(app.log().charges(), [78_000]);
    assert_eq!(books.cash().await, 78_000);
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1);
    let receipt: Receipt =
        buyer.get("/organizations/101/testcloud/receipts/R-101-000001").await.is(200).json();
    assert_eq!((receipt.charged_minor, receipt.payment_method), (78_000, None));
    books.are_sound().await;
}

#[tokio::test]
async fn declined_renewal_with_an_unreadable_card_is_past_due() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    buyer.use_card(101, "pm_card_chargeDeclinedInsufficientFunds").await;
    app.set_time("2026-04-01T00:00:00Z");
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::ResponseLost, Fault::RequestLost));
    book_due(&app.state, 101).await.unwrap();
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));
    let books = app.books();
    books.change(CARD).await;
    damage_row(&app, "UPDATE payment_card SET saved_by = CAST(x'ff' AS TEXT) WHERE organization = 101").await;
    app.wait_seconds(120);

    book_due(&app.state, 101).await.unwrap();

    assert_eq!(books.texts(RENEWAL).await, ["declined"]);
    assert_eq!(app.log().count("canceled"), 1);
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::PastDue);
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1);
    books.are_sound().await;
}

#[tokio::test]
async fn member_sees_the_other_organizations_when_one_is_unreadable() {
    for damage in [
        "UPDATE organization SET name = CAST(x'ff' AS TEXT) WHERE id = 101",
        "UPDATE membership SET role = CAST(x'ff' AS TEXT) WHERE organization = 101",
    ] {
        let app = App::open().await;
        let buyer = app.person("billing").await;
        let before: User = buyer.get("/users/me").await.is(200).json();
        damage_row(&app, damage).await;

        let after: User = buyer.get("/users/me").await.is(200).json();

        assert_eq!(after.organizations.len(), before.organizations.len() - 1, "{damage}");
        assert!(after.organizations.iter().all(|organization| organization.id != 101));
        assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1, "{damage}");
        buyer.get("/session").await.is(200);
        buyer.subscription(103).await;
        let path = format!("{}/subscription", paths::testcloud(101));
        buyer.get(&path).await.refused(500, "internal_error");
        assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 2, "{damage}");
    }
}

#[tokio::test]
async fn unreadable_billing_manager_is_not_listed() {
    let app = App::open().await;
    let admin = app.person("admin").await;
    let path = format!("{}/subscription", paths::testcloud(101));
    let all = admin.get(&path).await.refused(403, "role_required").who_can_act;
    app.books()
        .change("UPDATE person SET last_name = CAST(x'ff' AS TEXT) WHERE email = 'billing@example.com'")
        .await;

    let readable = admin.get(&path).await.refused(403, "role_required").who_can_act;

    assert_eq!(readable.len(), all.len() - 1);
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1);
}

#[tokio::test]
async fn unreadable_rows_that_are_needed_answer_500_with_one_alarm() {
    for damage in [
        "UPDATE paid_segment SET id = CAST(x'ff' AS TEXT) WHERE subscription = 'sub_101'",
        "UPDATE paid_segment SET starts_at = 9000000000000000000 WHERE subscription = 'sub_101'",
        "UPDATE organization SET currency = CAST(x'ff' AS TEXT) WHERE id = 101",
        "UPDATE organization SET currency = 'corrupt' WHERE id = 101",
        "UPDATE organization SET tax_id = CAST(x'ff' AS TEXT) WHERE id = 101",
        "UPDATE subscription SET period_end = 9000000000000000000 WHERE organization = 101",
    ] {
        let app = App::open().await;
        let buyer = app.person("billing").await;
        damage_row(&app, damage).await;
        let path = format!("{}/subscription", paths::testcloud(101));

        for _ in 0..2 {
            buyer.get(&path).await.refused(500, "internal_error");
        }

        assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1, "{damage}");
        let other: Subscription = buyer.subscription(103).await;
        assert_eq!(other.status, SubscriptionStatus::Active, "{damage}");
    }
}

#[tokio::test]
async fn change_that_made_a_quote_outdated_is_left_out_when_it_is_unreadable() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let outdated = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&buyer.prepare(101, 6, "pm_card_visa").await).await.is(201);
    app.books().change(HISTORY).await;

    let problem = buyer.pay(&outdated).await.refused(412, "version_changed");

    assert_eq!(problem.change, None);
    assert!(problem.quote.is_some());
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1);
    assert_eq!(app.log().charges().len(), 1);
}

#[tokio::test]
async fn attempt_with_an_unreadable_id_does_not_stop_the_recovery_of_others() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    gateway.set(|faults| faults.confirm = Fault::ResponseLost);
    for (organization, sessions) in [(101, 8), (104, 3)] {
        buyer.pay(&buyer.prepare(organization, sessions, "pm_card_visa").await).await.is(202);
    }
    gateway.set(|faults| faults.confirm = Fault::None);
    damage_row(&app, "UPDATE upgrade_attempt SET id = CAST(x'ff' AS TEXT) WHERE organization = 101").await;

    assert_eq!(app.run_recovery().await, 1);

    let books = app.books();
    assert_eq!(books.texts("SELECT state FROM upgrade_attempt WHERE organization = 104").await, ["charged"]);
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1);
    assert_eq!(app.log().charges().len(), 2);
    assert_eq!(books.cash().await, app.log().charges()[1]);
}
