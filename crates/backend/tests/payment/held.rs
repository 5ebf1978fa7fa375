//! Held attempts and renewals: what they block, and how an operator settles them.

use std::path::Path;
use std::process::{Command, Output};

use backend::alarm::Alarm;
use backend::app::AppState;
use backend::service::{payment, renewals};
use contract::billing::Cycle;
use contract::{Attempt, AttemptState, Charged, SubscriptionStatus};
use gateway::Intent;
use serde_json::Value;

use crate::support::{API_KEY, App, Fault, FaultyGateway, Person, TestPayment};

const RESOLUTION: &str = "SELECT outcome || ': ' || because FROM attempt_resolution";

/// Pays for an upgrade whose gateway response has another amount or currency, so that it is held.
async fn held_attempt(alter: fn(Intent) -> Intent) -> (App, Person, Attempt) {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    gateway.set(|faults| faults.confirm = Fault::Altered(alter));
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    assert_eq!((attempt.state, attempt.charged), (AttemptState::Unknown, Charged::Yes));
    assert_eq!(attempt.next_check_at, None, "no check is scheduled");
    gateway.set(|faults| faults.confirm = Fault::None);
    (app, buyer, attempt)
}

fn add_one_minor_unit(mut intent: Intent) -> Intent {
    intent.amount_minor += 1;
    intent
}

async fn resolve(
    state: &AppState,
    id: &str,
    decision: payment::Decision,
) -> Result<payment::Resolved, payment::ResolveError> {
    let held = payment::held_one(state, id).await?;
    payment::resolve(state, held, decision, "checked with the gateway").await
}

#[tokio::test]
async fn held_attempt_settled_as_charged_applies_the_upgrade() {
    let (app, buyer, attempt) = held_attempt(add_one_minor_unit).await;

    let resolved = resolve(&app.state, &attempt.id, payment::Decision::Charged).await.unwrap();

    assert!(!resolved.needs_refund);
    let found = buyer.attempt(101, &attempt.id).await.is(200).upgrade();
    assert_eq!((found.attempt.state, found.attempt.charged), (AttemptState::Charged, Charged::Yes));
    assert_eq!(found.receipt.unwrap().charged_minor, 24_155);
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 8);
    assert_eq!((app.log().charges(), app.books().cash().await), (vec![24_155], 24_155));
    assert_eq!(app.books().texts(RESOLUTION).await, ["charged: checked with the gateway"]);
    let audited = "SELECT COUNT(*) FROM audit WHERE event = 'attempt.resolved' AND actor = 'operator'";
    assert_eq!(app.books().number(audited).await, 1);
    let again = resolve(&app.state, &attempt.id, payment::Decision::Released).await;
    let again = again.unwrap_err().to_string();
    assert!(again.contains("settled as charged at 2026-03-16T"), "{again}");
    for part in ["checked with the gateway", "held because ", "\"amountMinor\":24155"] {
        assert!(again.contains(part), "{part} is not in {again}");
    }
    let unknown = resolve(&app.state, "att_none", payment::Decision::Released).await;
    assert!(matches!(unknown, Err(payment::ResolveError::NotHeld)));
    app.books().are_sound().await;
    assert!(payment::reconcile(&app.state).await.unwrap().is_clean());
}

#[tokio::test]
async fn held_attempt_settled_as_released_still_reports_its_charge() {
    let (app, buyer, attempt) = held_attempt(add_one_minor_unit).await;

    let resolved = resolve(&app.state, &attempt.id, payment::Decision::Released).await.unwrap();

    assert!(resolved.needs_refund);
    let found = buyer.attempt(101, &attempt.id).await.is(200).upgrade();
    assert_eq!((found.attempt.state, found.attempt.charged), (AttemptState::Canceled, Charged::Yes));
    assert_eq!(app.books().texts("SELECT money_moved FROM upgrade_attempt").await, ["yes"]);
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 5);
    assert_eq!(app.books().cash().await, 0);
    assert!(
        payment::reconcile(&app.state).await.unwrap().is_clean(),
        "an operator has decided about this charge"
    );
    let next = buyer.prepare(101, 9, "pm_card_visa").await;
    buyer.pay(&next).await.is(201);
}

#[tokio::test]
async fn decision_that_contradicts_the_gateway_is_refused() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    gateway.set(|faults| {
        faults.retrieve = Fault::Altered(|mut intent| {
            intent.status = gateway::IntentStatus::Succeeded;
            add_one_minor_unit(intent)
        });
    });
    app.run_recovery().await;
    let blocked =
        resolve(&app.second_instance(app.gateway()).await, &attempt.id, payment::Decision::Charged).await;
    assert!(matches!(blocked, Err(payment::ResolveError::Contradiction(_))), "{blocked:?}");
    gateway.set(|faults| faults.retrieve = Fault::Unreachable);
    let unreachable = resolve(&app.state, &attempt.id, payment::Decision::Released).await;
    assert!(matches!(unreachable, Err(payment::ResolveError::Gateway(_))), "{unreachable:?}");
    assert_eq!(app.books().states().await, ["unknown"]);

    gateway.set(|faults| faults.retrieve = Fault::None);
    let resolved = resolve(&app.state, &attempt.id, payment::Decision::Released).await.unwrap();

    // The gateway canceled the intent, which proves that nothing was charged.
    assert!(!resolved.needs_refund);
    assert_eq!(app.log().count("canceled"), 1);
    let found = buyer.attempt(101, &attempt.id).await.is(200).upgrade().attempt;
    assert_eq!((found.state, found.charged), (AttemptState::Canceled, Charged::No));
}

#[tokio::test]
async fn subscription_renews_and_can_be_canceled_while_an_attempt_is_held() {
    let (app, buyer, attempt) = held_attempt(add_one_minor_unit).await;
    app.set_time("2026-04-01T00:00:10Z");

    renewals::book_all_due(&app.state).await.unwrap();

    // 5 sessions at 156.00.
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 5);
    assert_eq!(app.books().texts("SELECT state FROM renewal WHERE subscription LIKE '%101'").await, ["paid"]);
    assert!(app.log().charges().contains(&78_000));
    let cancel = "/organizations/101/testcloud/cancellation";
    buyer.send(axum::http::Method::POST, cancel, &serde_json::json!({}), &[]).await.is(200);
    let late = resolve(&app.state, &attempt.id, payment::Decision::Charged).await.unwrap_err().to_string();
    assert!(late.contains("the subscription has changed"), "{late}");
    assert_eq!(app.books().states().await, ["unknown"], "a refused decision changes nothing");
    resolve(&app.state, &attempt.id, payment::Decision::Released).await.unwrap();
    app.books().are_sound().await;
}

/// An annual upgrade that is held, and an April renewal that the bank has declined since.
async fn held_annual_upgrade_with_a_declined_renewal() -> (App, Person, Attempt) {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let card = buyer.use_card(101, "pm_card_visa").await;
    let quote = buyer.quote(101, 5, Cycle::Annual, None).await;
    gateway.set(|faults| faults.confirm = Fault::Altered(add_one_minor_unit));
    let attempt = buyer.pay(&TestPayment::of(101, &quote, &card.id)).await.is(202).upgrade().attempt;
    gateway.set(|faults| faults.confirm = Fault::None);
    buyer.use_card(101, "pm_card_chargeCustomerFail").await;
    app.set_time(APRIL);
    renewals::book_due(&app.state, 101).await.unwrap();
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::PastDue);
    (app, buyer, attempt)
}

#[tokio::test]
async fn annual_upgrade_settled_as_charged_replaces_the_unpaid_renewal() {
    let (app, buyer, attempt) = held_annual_upgrade_with_a_declined_renewal().await;

    resolve(&app.state, &attempt.id, payment::Decision::Charged).await.unwrap();

    let paid = buyer.subscription(101).await;
    assert_eq!((paid.status, paid.renewal_due), (SubscriptionStatus::Active, false));
    assert_eq!(paid.engine.subscription.period_end.to_string(), "2027-03-16T00:00:00Z");
    assert_eq!(renewal_state(&app).await, "ended");
    buyer.quote(101, 6, Cycle::Annual, None).await;
    buyer.use_card(101, "pm_card_visa").await;
    app.set_time("2027-03-16T00:00:05Z");
    renewals::book_due(&app.state, 101).await.unwrap();
    let renewed = buyer.subscription(101).await;
    assert_eq!(renewed.status, SubscriptionStatus::Active);
    assert_eq!(renewed.engine.subscription.period_end.to_string(), "2028-03-16T00:00:00Z");
    let charges = app.log().charges();
    assert_eq!((charges.len(), charges.iter().sum::<i64>()), (2, app.books().cash().await));
    let audited = "SELECT COUNT(*) FROM audit WHERE event = 'renewal.superseded' AND subject = 'sub_101'";
    assert_eq!(app.books().number(audited).await, 1);
    assert!(payment::reconcile(&app.state).await.unwrap().is_clean());
    app.books().are_sound().await;
}

#[tokio::test]
async fn upgrade_is_not_settled_as_charged_while_a_renewal_is_being_charged() {
    let (mut app, buyer, attempt) = held_attempt(add_one_minor_unit).await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::ResponseLost, Fault::RequestLost));
    app.set_time(APRIL);
    renewals::book_due(&app.state, 101).await.unwrap();
    assert_eq!(renewal_state(&app).await, "charging");
    gateway.set(|faults| (faults.confirm, faults.retrieve) = (Fault::None, Fault::None));

    let refused = resolve(&app.state, &attempt.id, payment::Decision::Charged).await.unwrap_err().to_string();

    assert!(refused.starts_with("a renewal of the subscription is being charged"), "{refused}");
    assert_eq!(buyer.subscription(101).await.version, 1);
    assert_eq!(app.books().states().await, ["unknown"]);
}

#[tokio::test]
async fn upgrade_of_an_ended_subscription_is_not_settled_as_charged() {
    let (app, buyer, attempt) = held_annual_upgrade_with_a_declined_renewal().await;
    app.set_time("2026-04-22T00:00:10Z");
    renewals::book_due(&app.state, 101).await.unwrap();
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Ended);

    let refused = resolve(&app.state, &attempt.id, payment::Decision::Charged).await.unwrap_err().to_string();

    assert!(refused.contains("the subscription has ended"), "{refused}");
    assert!(refused.contains("refund the charge at the gateway, then settle the attempt as released"));
    assert_eq!(buyer.subscription(101).await.version, 1);
    assert_eq!((app.books().states().await, app.books().cash().await), (vec!["unknown".to_owned()], 0));
    assert!(resolve(&app.state, &attempt.id, payment::Decision::Released).await.unwrap().needs_refund);
    app.books().are_sound().await;
}

/// A database that an earlier release left with the unpaid renewal of a replaced period.
#[tokio::test]
async fn renewal_of_a_replaced_period_does_not_end_the_next_one() {
    let (app, buyer, attempt) = held_annual_upgrade_with_a_declined_renewal().await;
    resolve(&app.state, &attempt.id, payment::Decision::Charged).await.unwrap();
    app.books().change("UPDATE renewal SET state = 'declined' WHERE subscription = 'sub_101'").await;
    app.books().change("UPDATE subscription SET status = 'past_due' WHERE id = 'sub_101'").await;
    buyer.use_card(101, "pm_card_visa").await;

    app.set_time("2027-03-16T00:00:05Z");
    renewals::book_due(&app.state, 101).await.unwrap();

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    let states = "SELECT state FROM renewal WHERE subscription = 'sub_101' ORDER BY due_at";
    assert_eq!(app.books().texts(states).await, ["ended", "paid"]);
    app.books().are_sound().await;
}

fn run_attempts_command(app: &App, arguments: &[&str]) -> Output {
    let database = format!("sqlite:{}", app.database_file().display());
    Command::new(Path::new(env!("CARGO_BIN_EXE_backend")))
        .arg("attempts")
        .args(arguments)
        .args(["--database-url", &database, "--gateway-url", &app.gateway_address])
        .args(["--clock", "2026-03-16T10:00:00Z"])
        .env("STRIPE_API_KEY", API_KEY)
        .env("RUST_LOG", "error")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn command_lists_and_settles_held_attempts() {
    let (app, buyer, attempt) = held_attempt(add_one_minor_unit).await;

    backend::service::health::update_gauges(&app.state).await;
    let metrics = app.state.metrics.encode();
    assert!(metrics.lines().any(|line| line == "upgrade_attempts_held 1"), "{metrics}");

    let listed = run_attempts_command(&app, &["held"]);
    let json: Value =
        serde_json::from_slice(&run_attempts_command(&app, &["held", "--json"]).stdout).unwrap();
    let settle = ["resolve", &attempt.id, "--as", "charged", "--because", "ticket 7"];
    let settled = run_attempts_command(&app, &settle);

    let listed = text(&listed.stdout);
    for part in [attempt.id.as_str(), "charged, 24155 USD", "5 sessions monthly -> 8 sessions monthly"] {
        assert!(listed.contains(part), "{part} is not in {listed}");
    }
    assert_eq!(
        (&json[0]["attempt"], &json[0]["gateway"]["amountMinor"]),
        (&attempt.id.clone().into(), &24_155.into())
    );
    let stdout = text(&settled.stdout);
    assert!(settled.status.success(), "{stdout} {}", text(&settled.stderr));
    assert!(stdout.find("charged, 24155 USD") < stdout.find("settled: charged, charged: yes"), "{stdout}");
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 8);
    assert_eq!(app.books().texts(RESOLUTION).await, ["charged: ticket 7"]);
    assert_eq!(text(&run_attempts_command(&app, &["held"]).stdout), "No attempt or renewal is held.\n");
    let again = run_attempts_command(&app, &settle);
    assert_eq!(again.status.code(), Some(1));
    assert!(
        text(&again.stderr).contains("settled as charged at 2026-03-16T10:00"),
        "{}",
        text(&again.stderr)
    );
    app.books().are_sound().await;
}

/// Two held upgrades, in organizations 101 and 104.
async fn two_held() -> (App, Person, [Attempt; 2]) {
    let (mut app, buyer, first) = held_attempt(add_one_minor_unit).await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    gateway.set(|faults| faults.confirm = Fault::Altered(add_one_minor_unit));
    let buyer = buyer.at(app.router());
    let payment = buyer.prepare(104, 3, "pm_card_visa").await;
    let second = buyer.pay(&payment).await.is(202).upgrade().attempt;
    gateway.set(|faults| faults.confirm = Fault::None);
    (app, buyer, [first, second])
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_held_attempt_does_not_block_others() {
    for (damage, column) in [
        (
            "UPDATE upgrade_attempt SET lease_until = 9000000000000000000 WHERE organization = 101",
            "lease_until",
        ),
        ("UPDATE upgrade_attempt SET before_cycle = 'weekly' WHERE organization = 101", "before_cycle"),
        ("UPDATE upgrade_attempt SET card = '{' WHERE organization = 101", "card"),
    ] {
        let (app, buyer, [first, second]) = two_held().await;
        app.books().change(damage).await;

        let listed = text(&run_attempts_command(&app, &["held"]).stdout);
        let json: Value =
            serde_json::from_slice(&run_attempts_command(&app, &["held", "--json"]).stdout).unwrap();
        let settle = ["resolve", &second.id, "--as", "charged", "--because", "ticket 9"];
        let settled = run_attempts_command(&app, &settle);
        let settle = ["resolve", &first.id, "--as", "charged", "--because", "ticket 9"];
        let refused = run_attempts_command(&app, &settle);

        let reason = format!("column {column} has an invalid value");
        for part in [&first.id, &second.id, &format!("unreadable:   {reason}")] {
            assert!(listed.contains(part), "{part} is not in {listed}");
        }
        let of = |id: &str| json.as_array().unwrap().iter().find(|held| held["attempt"] == id).unwrap();
        assert_eq!(of(&first.id)["unreadable"], reason);
        assert_eq!(of(&second.id)["gateway"]["status"], "succeeded");
        assert!(settled.status.success(), "{}", text(&settled.stderr));
        let refused = text(&refused.stderr);
        assert!(refused.contains(&format!("cannot be read, so nothing was changed: {reason}")), "{refused}");

        for _ in 0..2 {
            payment::sweep(&app.state).await;
            buyer.subscription(101).await;
        }
        assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1, "{column}");
        assert!(payment::reconcile(&app.state).await.unwrap().is_clean(), "{column}");
        assert_eq!(app.books().states().await, ["unknown", "charged"]);
        app.books().are_sound().await;
    }
}

#[tokio::test]
async fn held_attempt_with_an_unreadable_card_can_be_released() {
    let (app, buyer, attempt) = held_attempt(add_one_minor_unit).await;
    app.books().change("UPDATE upgrade_attempt SET card = '{'").await;

    let resolved = resolve(&app.state, &attempt.id, payment::Decision::Released).await.unwrap();

    assert!(resolved.needs_refund);
    let next = buyer.prepare(101, 9, "pm_card_visa").await;
    buyer.pay(&next).await.is(201);
}

#[tokio::test]
async fn pages_work_while_a_held_attempt_is_unreadable() {
    let (app, buyer, _) = held_attempt(add_one_minor_unit).await;
    let payment = buyer.prepare(101, 9, "pm_card_visa").await;
    app.books().change("UPDATE upgrade_attempt SET lease_until = 9000000000000000000").await;

    assert_eq!(buyer.subscription(101).await.open_attempt, None);
    let refused = buyer.pay(&payment).await.refused(409, "attempt_open");
    assert_eq!(refused.charged, Charged::Unknown, "it is about the held attempt");
    app.set_time(APRIL);
    renewals::book_due(&app.state, 101).await.unwrap();
    assert_eq!(buyer.subscription(101).await.version, 2, "the subscription renews");
    let cancel = "/organizations/101/testcloud/cancellation";
    buyer.send(axum::http::Method::POST, cancel, &serde_json::json!({}), &[]).await.is(200);
    assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1);
    app.books().are_sound().await;
}

const RENEWAL: &str = "renewal:sub_101:2026-04-01T00:00:00Z";
const APRIL: &str = "2026-04-01T00:00:10Z";

/// Charges a renewal whose confirm response is altered, so that it is held. Later gateway responses are unaltered.
async fn held_renewal(card: &str, alter: fn(Intent) -> Intent) -> (App, Person) {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    buyer.use_card(101, card).await;
    gateway.set(|faults| faults.confirm = Fault::Altered(alter));
    app.set_time(APRIL);
    renewals::book_due(&app.state, 101).await.unwrap();
    assert_eq!(app.books().texts("SELECT state FROM renewal WHERE subscription = 'sub_101'").await, ["held"]);
    gateway.set(|faults| faults.confirm = Fault::None);
    (app, buyer)
}

fn succeeded_with_another_amount(intent: Intent) -> Intent {
    add_one_minor_unit(Intent { status: gateway::IntentStatus::Succeeded, ..intent })
}

async fn resolve_renewal(app: &App, decision: payment::Decision) -> Result<bool, payment::ResolveError> {
    let held = renewals::held_one(&app.state, RENEWAL).await?;
    renewals::resolve(&app.state, held, decision, "checked with the gateway").await
}

async fn renewal_state(app: &App) -> String {
    app.books().texts("SELECT state FROM renewal WHERE subscription = 'sub_101'").await.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn command_lists_and_settles_held_renewals() {
    let (app, buyer) = held_renewal("pm_card_visa", add_one_minor_unit).await;
    backend::service::health::update_gauges(&app.state).await;
    let metrics = app.state.metrics.encode();

    let listed = text(&run_attempts_command(&app, &["held"]).stdout);
    let json: Value =
        serde_json::from_slice(&run_attempts_command(&app, &["held", "--json"]).stdout).unwrap();
    let settle = ["resolve", RENEWAL, "--as", "charged", "--because", "ticket 8"];
    let settled = run_attempts_command(&app, &settle);

    for part in [RENEWAL, "charged, 78000 USD", "organization: 101"] {
        assert!(listed.contains(part), "{part} is not in {listed}");
    }
    assert!(metrics.lines().any(|line| line == "renewals_held 1"), "{metrics}");
    assert_eq!((&json[0]["renewal"], &json[0]["gateway"]["amountMinor"]), (&RENEWAL.into(), &78_000.into()));
    let stdout = text(&settled.stdout);
    assert!(settled.status.success(), "{stdout} {}", text(&settled.stderr));
    assert!(stdout.contains("settled: charged"), "{stdout}");
    assert_eq!(buyer.subscription(101).await.version, 2);
    let resolutions = "SELECT outcome || ': ' || because FROM renewal_resolution";
    assert_eq!(app.books().texts(resolutions).await, ["charged: ticket 8"]);
    assert_eq!(text(&run_attempts_command(&app, &["held"]).stdout), "No attempt or renewal is held.\n");
    let again = run_attempts_command(&app, &settle);
    assert_eq!(again.status.code(), Some(1));
    assert!(
        text(&again.stderr).contains("settled as charged at 2026-03-16T10:00:00Z: ticket 8"),
        "{}",
        text(&again.stderr)
    );
    app.books().are_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_held_renewal_does_not_block_others() {
    for (damage, column) in [
        (
            "UPDATE renewal SET lease_until = 9000000000000000000 WHERE subscription = 'sub_104'",
            "lease_until",
        ),
        ("UPDATE renewal SET booking = '{' WHERE subscription = 'sub_104'", "booking"),
    ] {
        let (mut app, _) = held_renewal("pm_card_visa", add_one_minor_unit).await;
        let gateway = FaultyGateway::new(app.gateway());
        gateway.set(|faults| faults.confirm = Fault::Altered(add_one_minor_unit));
        app.use_gateway(gateway.clone());
        app.set_time("2026-04-03T00:00:10Z");
        renewals::book_due(&app.state, 104).await.unwrap();
        app.books().change(damage).await;

        let listed = text(&run_attempts_command(&app, &["held"]).stdout);
        let settled =
            run_attempts_command(&app, &["resolve", RENEWAL, "--as", "charged", "--because", "ticket 9"]);
        let other = "renewal:sub_104:2026-04-03T00:00:00Z";
        let refused =
            run_attempts_command(&app, &["resolve", other, "--as", "charged", "--because", "ticket 9"]);

        let reason = format!("column {column} has an invalid value");
        for part in [RENEWAL, other, &format!("unreadable:   {reason}")] {
            assert!(listed.contains(part), "{part} is not in {listed}");
        }
        assert!(settled.status.success(), "{}", text(&settled.stderr));
        let refused = text(&refused.stderr);
        assert!(refused.contains(&format!("cannot be read, so nothing was changed: {reason}")), "{refused}");
        app.set_time("2026-04-03T00:01:10Z");
        for _ in 0..2 {
            renewals::book_all_due(&app.state).await.unwrap();
        }
        assert_eq!(app.state.alarms.count(Alarm::UnreadableRow), 1, "{column}");
        assert!(payment::reconcile(&app.state).await.unwrap().is_clean(), "{column}");
        app.books().are_sound().await;
    }
}

#[tokio::test]
async fn held_renewal_settled_as_charged_is_booked_with_a_receipt() {
    let (app, buyer) = held_renewal("pm_card_visa", add_one_minor_unit).await;

    assert!(!resolve_renewal(&app, payment::Decision::Charged).await.unwrap());

    let renewed = buyer.subscription(101).await;
    assert_eq!((renewed.version, renewed.renewal_due), (2, false));
    assert_eq!(renewed.engine.subscription.period_end.to_string(), "2026-05-01T00:00:00Z");
    let receipt: contract::Receipt =
        buyer.get("/organizations/101/testcloud/receipts/R-101-000001").await.is(200).json();
    assert_eq!((receipt.charged_minor, receipt.quoted_minor), (78_000, 78_000));
    assert_eq!((app.log().charges(), app.books().cash().await), (vec![78_000], 78_000));
    let audited = "SELECT COUNT(*) FROM audit WHERE event = 'renewal.resolved' AND actor = 'operator'";
    assert_eq!(app.books().number(audited).await, 1);
    assert!(payment::reconcile(&app.state).await.unwrap().is_clean());
    let again = resolve_renewal(&app, payment::Decision::Released).await;
    assert!(matches!(again, Err(payment::ResolveError::Settled(_))), "{again:?}");
    renewals::book_all_due(&app.state).await.unwrap();
    assert_eq!(app.log().charges().iter().filter(|amount| **amount == 78_000).count(), 1);
    app.books().are_sound().await;
}

#[tokio::test]
async fn held_renewal_of_another_amount_is_booked_as_it_was_charged() {
    let (mut app, buyer) = held_renewal("pm_card_visa", add_one_minor_unit).await;
    let gateway = FaultyGateway::new(app.gateway());
    gateway.set(|faults| faults.retrieve = Fault::Altered(add_one_minor_unit));
    app.use_gateway(gateway);

    resolve_renewal(&app, payment::Decision::Charged).await.unwrap();

    let receipt: contract::Receipt =
        buyer.get("/organizations/101/testcloud/receipts/R-101-000001").await.is(200).json();
    assert_eq!((receipt.charged_minor, receipt.quoted_minor), (78_001, 78_000));
    assert_eq!(app.books().cash().await, 78_001);
    app.books().are_sound().await;
}

#[tokio::test]
async fn released_renewal_that_was_charged_is_not_retried_automatically() {
    let (app, buyer) = held_renewal("pm_card_visa", add_one_minor_unit).await;

    assert!(resolve_renewal(&app, payment::Decision::Released).await.unwrap(), "the charge needs a refund");

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::PastDue);
    assert!(
        payment::reconcile(&app.state).await.unwrap().is_clean(),
        "an operator has decided about this charge"
    );
    for day in ["2026-04-04T00:00:00Z", "2026-04-08T00:00:00Z", "2026-04-15T00:00:00Z"] {
        app.set_time(day);
        renewals::book_due(&app.state, 101).await.unwrap();
        assert_eq!(app.log().charges(), [78_000], "{day}");
    }
    buyer.use_card(101, "pm_card_visa").await;
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    assert_eq!((app.log().charges(), app.books().cash().await), (vec![78_000, 78_000], 78_000));
    assert!(payment::reconcile(&app.state).await.unwrap().is_clean());
    app.books().are_sound().await;
}

#[tokio::test]
async fn released_renewal_that_was_not_charged_is_retried_on_schedule() {
    let (app, buyer) = held_renewal("pm_card_authenticationRequired", succeeded_with_another_amount).await;

    assert!(!resolve_renewal(&app, payment::Decision::Released).await.unwrap());

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::PastDue);
    assert_eq!(app.log().count("canceled"), 1);
    let next = "SELECT next_try_at FROM renewal WHERE subscription = 'sub_101'";
    let day_3 = contract::billing::Instant::parse("2026-04-04T00:00:00Z").unwrap();
    assert_eq!(app.books().number(next).await, day_3.epoch_seconds());
    app.books()
        .change(
            "UPDATE payment_card SET card_ref = 'pm_card_visa' WHERE organization = 101 AND replaced_at IS NULL",
        )
        .await;
    app.set_time("2026-04-04T00:00:00Z");
    renewals::book_due(&app.state, 101).await.unwrap();
    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    assert_eq!((app.log().charges(), app.books().cash().await), (vec![78_000], 78_000));
    app.books().are_sound().await;
}

#[tokio::test]
async fn canceled_subscription_ends_when_its_held_renewal_is_released() {
    let (app, buyer) = held_renewal("pm_card_visa", add_one_minor_unit).await;
    let cancel = "/organizations/101/testcloud/cancellation";
    buyer.send(axum::http::Method::POST, cancel, &serde_json::json!({}), &[]).await.is(200);

    resolve_renewal(&app, payment::Decision::Released).await.unwrap();

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Ended);
    assert_eq!(renewal_state(&app).await, "ended");
    app.set_time("2026-05-04T00:00:00Z");
    renewals::book_due(&app.state, 101).await.unwrap();
    assert_eq!(app.log().charges(), [78_000]);
}

#[tokio::test]
async fn decision_about_a_renewal_that_contradicts_the_gateway_is_refused() {
    let (mut app, _) = held_renewal("pm_card_authenticationRequired", succeeded_with_another_amount).await;
    let blocked = resolve_renewal(&app, payment::Decision::Charged).await;
    assert!(matches!(blocked, Err(payment::ResolveError::Contradiction(_))), "{blocked:?}");
    let gateway = FaultyGateway::new(app.gateway());
    gateway.set(|faults| faults.retrieve = Fault::Unreachable);
    app.use_gateway(gateway);

    let unreachable = resolve_renewal(&app, payment::Decision::Released).await;

    assert!(matches!(unreachable, Err(payment::ResolveError::Gateway(_))), "{unreachable:?}");
    assert_eq!(renewal_state(&app).await, "held");
    assert_eq!(app.books().number("SELECT COUNT(*) FROM renewal_resolution").await, 0);
}
