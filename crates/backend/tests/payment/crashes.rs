use std::sync::Arc;

use backend::app::AppState;
use backend::routes::router;
use backend::service::payment;
use contract::{AttemptState, Charged};
use tokio::task::JoinHandle;

use crate::support::{Answer, App, Fault, FaultyGateway, Person, TestPayment};

struct Stopped {
    app: App,
    gateway: Arc<FaultyGateway>,
    buyer: Person,
    payment: TestPayment,
    request: JoinHandle<Answer>,
}

/// Starts a payment that stops at a fault.
async fn pay_until_fault(fault: fn(&FaultyGateway)) -> Stopped {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    fault(&gateway);
    let request = tokio::spawn({
        let (buyer, payment) = (buyer.clone(), payment.clone());
        async move { buyer.pay(&payment).await }
    });
    gateway.stopped().await;
    Stopped { app, gateway, buyer, payment, request }
}

impl Stopped {
    /// Starts a second instance on the same files and runs its recovery. Returns the number of settled attempts.
    async fn restart(&self) -> (AppState, usize) {
        let state = self.app.second_instance(self.app.gateway()).await;
        self.app.wait_seconds(120);
        let settled = payment::sweep(&state).await;
        (state, settled)
    }
}

fn before_create(gateway: &FaultyGateway) {
    gateway.set(|faults| faults.create = Fault::StopBefore);
}

fn after_create(gateway: &FaultyGateway) {
    gateway.set(|faults| faults.create = Fault::StopAfter);
}

fn before_confirm(gateway: &FaultyGateway) {
    gateway.set(|faults| faults.confirm = Fault::StopBefore);
}

fn after_confirm(gateway: &FaultyGateway) {
    gateway.set(|faults| faults.confirm = Fault::StopAfter);
}

#[tokio::test]
async fn crash_before_the_confirm_charges_nothing_and_allows_a_retry() {
    for (point, recovery_point) in
        [(before_create as fn(&_), "R0"), (after_create, "R0"), (before_confirm, "R1")]
    {
        let stopped = pay_until_fault(point).await;
        let books = stopped.app.books();
        assert_eq!(books.texts("SELECT recovery_point FROM upgrade_attempt").await, [recovery_point]);

        let (state, settled) = stopped.restart().await;

        assert_eq!(settled, 1);
        payment::sweep(&state).await;
        assert_eq!(books.states().await, ["canceled"]);
        let log = stopped.app.log();
        assert_eq!((log.charges(), log.count("confirming")), (vec![], 0));
        assert_eq!(log.count("intent_created"), log.count("canceled"), "every intent is canceled");
        let buyer = stopped.buyer.at(router(state));
        let again = buyer.prepare(101, 8, "pm_card_visa").await;
        buyer.pay(&again).await.is(201);
        assert_eq!(stopped.app.log().charges(), [24_155]);
        books.are_sound().await;
        stopped.request.abort();
    }
}

#[tokio::test]
async fn charge_is_applied_at_the_next_start_after_a_crash() {
    let stopped = pay_until_fault(after_confirm).await;
    assert_eq!(stopped.app.log().charges(), [24_155]);
    assert_eq!(stopped.app.books().cash().await, 0);

    let (state, settled) = stopped.restart().await;

    assert_eq!(settled, 1);
    let buyer = stopped.buyer.at(router(state));
    let replayed = buyer.pay(&stopped.payment).await.is(200);
    assert_eq!(replayed.header("idempotent-replayed"), Some("true"));
    assert_eq!(replayed.upgrade().receipt.unwrap().charged_minor, 24_155);
    assert_eq!(stopped.app.log().charges(), [24_155]);
    assert_eq!(stopped.app.books().cash().await, 24_155);
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 8);
    stopped.app.books().are_sound().await;
    stopped.request.abort();
}

#[tokio::test]
async fn resumed_process_changes_nothing_after_another_finished() {
    let stopped = pay_until_fault(after_confirm).await;
    let (_, settled) = stopped.restart().await;
    assert_eq!(settled, 1);
    let trail = "SELECT COUNT(*) FROM audit WHERE event LIKE 'attempt.%'";
    let before = stopped.app.books().number(trail).await;

    stopped.gateway.resume();
    let late = stopped.request.await.unwrap().is(201).upgrade();

    assert_eq!(late.attempt.state, AttemptState::Charged);
    assert_eq!(stopped.app.books().number(trail).await, before);
    assert_eq!(stopped.app.books().cash().await, 24_155);
    assert_eq!(stopped.app.books().number("SELECT COUNT(*) FROM receipt WHERE attempt IS NOT NULL").await, 1);
    stopped.app.books().are_sound().await;
}

#[tokio::test]
async fn paused_process_cannot_charge_an_attempt_canceled_by_another() {
    for point in [after_create as fn(&_), before_confirm] {
        let stopped = pay_until_fault(point).await;
        let (_, settled) = stopped.restart().await;
        assert_eq!(settled, 1);

        stopped.gateway.resume();
        let late = stopped.request.await.unwrap().refused(503, "gateway_unavailable");

        assert_eq!((late.charged, late.attempt.unwrap().state), (Charged::No, AttemptState::Canceled));
        assert!(stopped.app.log().charges().is_empty());
        assert_eq!(stopped.app.books().states().await, ["canceled"]);
        stopped.app.books().are_sound().await;
    }
}

#[tokio::test]
async fn payment_continues_after_the_client_disconnects() {
    let stopped = pay_until_fault(before_confirm).await;
    stopped.request.abort();
    assert!(stopped.request.await.unwrap_err().is_cancelled());

    stopped.gateway.set(|faults| faults.confirm = Fault::None);
    stopped.gateway.resume();

    let key = stopped.payment.key.as_deref().unwrap();
    let paid = loop {
        let found = stopped.buyer.attempt_by_key(101, key).await.is(200).upgrade();
        if found.attempt.state.is_final() {
            break found;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(paid.attempt.state, AttemptState::Charged);
    assert_eq!(stopped.app.log().charges(), [24_155]);
    stopped.buyer.pay(&stopped.payment).await.is(200);
}

#[tokio::test]
async fn running_request_keeps_its_key_and_blocks_recovery() {
    let stopped = pay_until_fault(before_confirm).await;

    let again = stopped.buyer.pay(&stopped.payment).await;

    let problem = again.refused(409, "attempt_running");
    assert_eq!(again.header("retry-after"), Some("1"));
    let id = problem.attempt.unwrap().id;
    let checked = stopped.buyer.act_on_attempt(101, &id, "confirmation").await.is(202).upgrade();
    assert_eq!(checked.attempt.state, AttemptState::Charging);
    stopped.buyer.act_on_attempt(101, &id, "cancellation").await.refused(409, "attempt_not_cancelable");
    assert_eq!(payment::sweep(&stopped.app.state).await, 0);
    stopped.gateway.resume();
    stopped.request.await.unwrap().is(201);
    assert_eq!(stopped.app.log().charges(), [24_155]);
}

#[tokio::test]
async fn recovery_settles_attempts_after_the_clock_moves_back() {
    let stopped = pay_until_fault(after_confirm).await;
    stopped.app.set_time("2026-03-16T08:00:00Z");
    let state = stopped.app.second_instance(stopped.app.gateway()).await;

    assert_eq!(payment::sweep(&state).await, 1);

    assert_eq!(stopped.app.books().states().await, ["charged"]);
    assert_eq!(stopped.app.log().charges(), [24_155]);
    stopped.app.books().are_sound().await;
    stopped.request.abort();
}
