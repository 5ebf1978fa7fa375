//! Recovery of attempts without a running request: in parallel, with backoff, and never while a request is running.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use backend::config::Config;
use backend::routes::router;
use backend::service::payment;
use backend::store::Lease;
use backend::store::attempts::{self, TakeOver};
use contract::AttemptState;
use gateway::{CircuitBreaker, GatewayError, Intent, PaymentGateway};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use tokio::sync::Semaphore;

use crate::support::{App, Fault, FaultyGateway, Intercept, Intercepted, Person, gateway_at};

/// A gateway that does not respond for intents named `pi_hang_…` until the test releases them.
struct HangingGateway {
    inner: Arc<dyn PaymentGateway>,
    releases: Semaphore,
}

#[async_trait]
impl Intercept for HangingGateway {
    fn inner(&self) -> &dyn PaymentGateway {
        &*self.inner
    }

    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError> {
        if intent.starts_with("pi_hang_") {
            self.releases.acquire().await.unwrap().forget();
            return Err(GatewayError::Unknown);
        }
        self.inner.retrieve(intent).await
    }
}

/// Copies the open attempt to subscriptions that do not exist, with earlier start times and intents that hang.
async fn add_hanging_attempts(app: &App, count: u32) {
    let options = SqliteConnectOptions::new().filename(app.database_file()).foreign_keys(false);
    let mut database = options.connect().await.unwrap();
    for number in 0..count {
        let query = "INSERT INTO upgrade_attempt (id, organization, subscription, person, by_name, idempotency_key,
            request_hash, quote_id, quote_hash, sealed, version, before_sessions, before_cycle, after_sessions,
            after_cycle, amount_due_minor, currency, card, card_ref, state, charged, recovery_point, lease_until,
            started_at, intent_id, answered)
            SELECT id || ?1, organization, subscription || ?1, person, by_name, idempotency_key || ?1, request_hash,
            quote_id, quote_hash, sealed, version, before_sessions, before_cycle, after_sessions, after_cycle,
            amount_due_minor, currency, card, card_ref, state, charged, recovery_point, lease_until - 1,
            started_at - 1000, 'pi_hang_' || ?1, answered
            FROM upgrade_attempt WHERE intent_id NOT LIKE 'pi_hang_%'";
        sqlx::query(query).bind(number).execute(&mut database).await.unwrap();
    }
}

async fn state_of(buyer: &Person, id: &str) -> AttemptState {
    buyer.attempt(101, id).await.is(200).upgrade().attempt.state
}

#[tokio::test]
async fn healthy_attempt_does_not_wait_behind_hanging_ones() {
    let mut app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_sandbox_timeoutCharged").await;
    let healthy = buyer.pay(&payment).await.is(202).upgrade().attempt.id;
    add_hanging_attempts(&app, 29).await;
    let gateway = Arc::new(Intercepted(HangingGateway { inner: app.gateway(), releases: Semaphore::new(0) }));
    app.use_gateway(gateway.clone());
    app.wait_seconds(120);
    let state = app.state.clone();

    let recovery = tokio::spawn(async move { payment::sweep(&state).await });

    let settled = async {
        while state_of(&buyer, &healthy).await != AttemptState::Charged {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), settled)
        .await
        .expect("the attempt is blocked by the others");
    assert!(!recovery.is_finished());
    gateway.0.releases.add_permits(29);
    assert_eq!(recovery.await.unwrap(), 1);
    let failed = "SELECT COUNT(*) FROM upgrade_attempt WHERE intent_id LIKE 'pi_hang_%' AND failed_checks > 0 AND at_work = 0";
    assert_eq!(app.books().number(failed).await, 29);
    assert_eq!(app.log().charges(), [24_155]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn running_recovery_settles_a_new_attempt_while_others_hang() {
    let mut app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_sandbox_timeoutCharged").await;
    let healthy = buyer.pay(&payment).await.is(202).upgrade().attempt.id;
    add_hanging_attempts(&app, 29).await;
    app.books()
        .change("UPDATE upgrade_attempt SET lease_until = lease_until - 100 WHERE intent_id LIKE 'pi_hang_%'")
        .await;
    let gateway = Arc::new(Intercepted(HangingGateway { inner: app.gateway(), releases: Semaphore::new(0) }));
    app.use_gateway(gateway);
    let config = Config { recovery_interval: Duration::from_secs(1), ..(*app.state.config).clone() };
    app.state.config = config.into();
    let recovery = tokio::spawn(payment::run(app.state.clone()));
    let at_work = "SELECT COUNT(*) FROM upgrade_attempt WHERE at_work = 1";
    while app.books().number(at_work).await < 29 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(state_of(&buyer, &healthy).await, AttemptState::Unknown, "the check is not due yet");
    // Calls that end within the gateway's timeout never outlast their lease.
    app.books()
        .change(
            "UPDATE upgrade_attempt SET lease_until = lease_until + 100000 WHERE intent_id LIKE 'pi_hang_%'",
        )
        .await;

    app.wait_seconds(40);

    let settled = async {
        while state_of(&buyer, &healthy).await != AttemptState::Charged {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), settled)
        .await
        .expect("the attempt is blocked by the running round");
    recovery.abort();
}

#[tokio::test]
async fn unanswered_checks_back_off_and_respect_retry_after() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_sandbox_timeoutCharged").await;
    buyer.pay(&payment).await.is(202);
    let pause = "SELECT lease_until - lease_from FROM upgrade_attempt";
    gateway.set(|faults| faults.retrieve = Fault::RequestLost);
    let mut pauses = Vec::new();
    for _ in 0..3 {
        pauses.push(app.books().number(pause).await);
        app.run_recovery().await;
    }

    // The confirm was the first unanswered call.
    for (pause, range) in pauses.iter().zip([15..=30, 30..=60, 60..=120]) {
        assert!(range.contains(pause), "{pauses:?}");
    }
    gateway.set(|faults| faults.retrieve = Fault::BusyFor(700));
    app.wait_seconds(300);
    payment::sweep(&app.state).await;
    assert_eq!(app.books().number(pause).await, 700);
    gateway.set(|faults| faults.retrieve = Fault::None);
    app.wait_seconds(690);
    assert_eq!(payment::sweep(&app.state).await, 0, "no check before Retry-After");
    app.wait_seconds(10);
    assert_eq!(payment::sweep(&app.state).await, 1);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn open_circuit_refuses_payments_and_still_returns_quotes() {
    let mut app = App::open().await;
    let unreachable = gateway_at("http://127.0.0.1:9", Duration::from_secs(1));
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    app.use_gateway(Arc::new(CircuitBreaker::new(unreachable)));
    let buyer = buyer.at(app.router());
    for _ in 0..2 {
        buyer.pay(&payment).await.refused(503, "gateway_unavailable");
    }
    assert!(app.state.gateway.circuit_is_open());

    let refused = buyer.pay(&payment).await;

    refused.refused(503, "gateway_unavailable");
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    buyer.quote(101, 9, contract::billing::Cycle::Monthly, None).await;
    assert_eq!(app.log().count("intent_created"), 0);
}

#[tokio::test]
async fn process_with_a_shorter_timeout_does_not_take_over_a_live_attempt() {
    let app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    let slow = app.second_instance_with_timeout(gateway.clone(), Duration::from_secs(60)).await;
    let buyer = app.person("billing").await.at(router(slow));
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    gateway.set(|faults| faults.confirm = Fault::StopBefore);
    let request = tokio::spawn({
        let (buyer, payment) = (buyer.clone(), payment.clone());
        async move { buyer.pay(&payment).await }
    });
    gateway.stopped().await;

    assert_eq!(payment::sweep(&app.state).await, 0);
    app.wait_seconds(200);
    assert_eq!(payment::sweep(&app.state).await, 0);
    buyer.at(app.router()).pay(&payment).await.refused(409, "attempt_running");

    gateway.resume();
    request.await.unwrap().is(201);
    assert_eq!(app.books().number("SELECT fence FROM upgrade_attempt").await, 1);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn page_check_does_not_disturb_a_running_request() {
    let app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    let state = app.second_instance(gateway.clone()).await;
    let buyer = app.person("billing").await.at(router(state));
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    gateway.set(|faults| faults.confirm = Fault::StopBefore);
    let request = tokio::spawn(async move { buyer.pay(&payment).await });
    gateway.stopped().await;
    let id = app.books().texts("SELECT id FROM upgrade_attempt").await.remove(0);
    let row = payment::attempt(&app.state, 101, &id).await.unwrap();

    // The check of a page finds a running request.
    let seen = payment::refresh(&app.state, row, "page").await.unwrap();

    assert_eq!((seen.state, seen.fence), (AttemptState::Charging, 1));
    gateway.resume();
    request.await.unwrap().is(201);
}

#[tokio::test]
async fn lease_renewed_after_it_was_read_is_respected() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_sandbox_timeoutCharged").await;
    let id = buyer.pay(&payment).await.is(202).upgrade().attempt.id;
    app.wait_seconds(120);
    let read = payment::attempt(&app.state, 101, &id).await.unwrap();
    assert!(read.lease.is_over(app.state.clock.now()));
    app.books()
        .change("UPDATE upgrade_attempt SET lease_from = lease_from + 120, lease_until = lease_until + 300")
        .await;
    let now = app.state.clock.now();
    let lease = Lease { from: now, until: now.checked_add_seconds(60).unwrap() };

    let mut transaction = app.state.store.begin().await.unwrap();
    let taken =
        attempts::take_over(&mut transaction, &read, TakeOver::WhenLeaseExpired, lease).await.unwrap();

    assert!(taken.is_none());
}

#[tokio::test]
async fn unanswered_create_stays_unresolved_after_a_refusal() {
    for repeated in [Fault::Refused, Fault::NotFound] {
        let mut app = App::open().await;
        let gateway = FaultyGateway::new(app.gateway());
        app.use_gateway(gateway.clone());
        let buyer = app.person("billing").await;
        let payment = buyer.prepare(101, 8, "pm_card_visa").await;
        gateway.set(|faults| (faults.create, faults.create_again) = (Fault::ResponseLost, Some(repeated)));

        buyer.pay(&payment).await.refused(503, "gateway_unavailable");

        assert_eq!(app.log().count("intent_created"), 1);
        let unresolved = "SELECT SUM(create_unresolved) FROM upgrade_attempt";
        assert_eq!(app.books().number(unresolved).await, 1);
        // The gateway still refuses the create, so recovery finds the intent in the list.
        app.run_recovery().await;
        assert_eq!((app.log().count("intent_created"), app.log().count("canceled")), (1, 1));
        assert_eq!(app.books().number(unresolved).await, 0);
        assert!(app.log().charges().is_empty());
    }
}
