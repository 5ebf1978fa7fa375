//! The circuit breaker around a gateway that does not answer.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use gateway::{
    Account, Card, Charge, CircuitBreaker, Confirmation, Customer, Dispute, GatewayError, Intent, ListQuery,
    NewCustomer, NewIntent, NewSetupSession, Page, PaymentGateway, Refund, SetupSession,
};

/// The number of unanswered calls after which the health is checked.
const THRESHOLD: usize = 5;
const FIRST_PAUSE: Duration = Duration::from_secs(5);

/// A gateway without payments. `health` is the answer to a request for the account.
struct Silent {
    health: Mutex<Result<(), GatewayError>>,
    calls: AtomicUsize,
    health_checks: AtomicUsize,
}

impl Silent {
    fn new(health: Result<(), GatewayError>) -> Arc<Self> {
        Arc::new(Self {
            health: Mutex::new(health),
            calls: AtomicUsize::new(0),
            health_checks: AtomicUsize::new(0),
        })
    }

    fn no_answer<T>(&self) -> Result<T, GatewayError> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        Err(GatewayError::Unknown)
    }
}

#[async_trait]
impl PaymentGateway for Silent {
    async fn account(&self) -> Result<Account, GatewayError> {
        self.health_checks.fetch_add(1, Ordering::Relaxed);
        self.health.lock().unwrap().clone().map(|()| Account { id: "acct_1".into(), live: false })
    }

    async fn create_customer(&self, _: &NewCustomer) -> Result<Customer, GatewayError> {
        self.no_answer()
    }

    async fn create_setup_session(&self, _: &NewSetupSession) -> Result<SetupSession, GatewayError> {
        self.no_answer()
    }

    async fn setup_session(&self, _: &str) -> Result<SetupSession, GatewayError> {
        self.no_answer()
    }

    async fn card(&self, _: &str) -> Result<Card, GatewayError> {
        Err(GatewayError::CardUnknown)
    }

    async fn create_intent(&self, _: &NewIntent) -> Result<Intent, GatewayError> {
        self.no_answer()
    }

    async fn confirm(&self, _: &str, _: &Confirmation, _: &str) -> Result<Intent, GatewayError> {
        self.no_answer()
    }

    async fn retrieve(&self, _: &str) -> Result<Intent, GatewayError> {
        self.no_answer()
    }

    async fn cancel(&self, _: &str, _: &str) -> Result<Intent, GatewayError> {
        self.no_answer()
    }

    async fn intents(&self, _: &ListQuery) -> Result<Page<Intent>, GatewayError> {
        self.no_answer()
    }

    async fn charges(&self, _: &ListQuery) -> Result<Page<Charge>, GatewayError> {
        self.no_answer()
    }

    async fn charge(&self, _: &str) -> Result<Charge, GatewayError> {
        self.no_answer()
    }

    async fn refunds(&self, _: &str) -> Result<Vec<Refund>, GatewayError> {
        self.no_answer()
    }

    async fn refund(&self, _: &str) -> Result<Refund, GatewayError> {
        self.no_answer()
    }

    async fn dispute(&self, _: &str) -> Result<Dispute, GatewayError> {
        self.no_answer()
    }

    fn max_amount_minor(&self, _: &str) -> i64 {
        i64::MAX
    }
}

async fn expect_failures(breaker: &CircuitBreaker, times: usize) {
    for _ in 0..times {
        assert_eq!(breaker.retrieve("pi_1").await.unwrap_err(), GatewayError::Unknown);
    }
}

fn busy(retry_after: Duration) -> GatewayError {
    GatewayError::Busy { retry_after }
}

#[tokio::test(start_paused = true)]
async fn circuit_opens_after_failures_and_closes_after_a_health_check() {
    let gateway = Silent::new(Err(GatewayError::Unreachable));
    let breaker = CircuitBreaker::new(gateway.clone());
    expect_failures(&breaker, THRESHOLD).await;
    assert!(breaker.circuit_is_open());

    let refused = breaker.retrieve("pi_1").await;

    assert_eq!(refused.unwrap_err(), busy(FIRST_PAUSE));
    assert_eq!(gateway.calls.load(Ordering::Relaxed), THRESHOLD, "nothing is sent while it is open");
    tokio::time::advance(FIRST_PAUSE).await;
    assert_eq!(breaker.retrieve("pi_1").await.unwrap_err(), busy(FIRST_PAUSE * 2));
    assert_eq!(gateway.health_checks.load(Ordering::Relaxed), 2);
    *gateway.health.lock().unwrap() = Ok(());
    tokio::time::advance(FIRST_PAUSE * 2).await;
    expect_failures(&breaker, 1).await;
    assert!(!breaker.circuit_is_open());
}

#[tokio::test(start_paused = true)]
async fn payments_that_hang_at_a_healthy_gateway_leave_the_circuit_closed() {
    let gateway = Silent::new(Ok(()));
    let breaker = CircuitBreaker::new(gateway.clone());

    expect_failures(&breaker, THRESHOLD * 6).await;

    assert!(!breaker.circuit_is_open());
    assert_eq!(gateway.health_checks.load(Ordering::Relaxed), 6);
}

#[tokio::test(start_paused = true)]
async fn gateway_that_refuses_the_key_is_not_down() {
    let breaker =
        CircuitBreaker::new(Silent::new(Err(GatewayError::Unauthorized { code: "http_401".into() })));

    expect_failures(&breaker, THRESHOLD).await;

    assert!(!breaker.circuit_is_open());
}

#[tokio::test(start_paused = true)]
async fn pause_is_at_least_the_one_that_the_gateway_requests() {
    let requested = Duration::from_secs(40);
    let breaker =
        CircuitBreaker::new(Silent::new(Err(GatewayError::ServerError { retry_after: Some(requested) })));

    expect_failures(&breaker, THRESHOLD).await;

    assert_eq!(breaker.retrieve("pi_1").await.unwrap_err(), busy(requested));
}

#[tokio::test(start_paused = true)]
async fn refusal_between_failures_keeps_the_circuit_closed() {
    let breaker = CircuitBreaker::new(Silent::new(Err(GatewayError::Unreachable)));

    for _ in 0..3 {
        expect_failures(&breaker, THRESHOLD - 1).await;
        assert_eq!(breaker.card("pm_1").await.unwrap_err(), GatewayError::CardUnknown);
    }

    assert!(!breaker.circuit_is_open());
}
