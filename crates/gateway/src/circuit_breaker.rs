use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::{Card, Gateway, GatewayError, Intent, NewIntent};

/// The number of consecutive unanswered calls after which the gateway's health is checked.
const THRESHOLD: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// A gateway that refuses calls at once while it is down, so that callers do not wait for a timeout.
///
/// The circuit opens when several consecutive calls are unanswered and the gateway's health check fails too. Payments
/// that hang at a healthy gateway therefore do not block all others. While the circuit is open, every call returns
/// [`GatewayError::Busy`], which guarantees that nothing was sent. After a pause, which doubles each time, a health
/// check decides whether the circuit closes. No payment is used as a probe.
pub struct CircuitBreaker {
    gateway: Arc<dyn Gateway>,
    circuit: Mutex<Circuit>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Circuit {
    /// Consecutive unanswered calls.
    failures: u32,
    /// The time of the next health check, while the circuit is open.
    open_until: Option<Instant>,
    /// How often the pause has doubled.
    doublings: u32,
}

impl CircuitBreaker {
    /// Wraps a gateway with a closed circuit.
    #[must_use]
    pub fn new(gateway: Arc<dyn Gateway>) -> Self {
        Self { gateway, circuit: Mutex::default() }
    }

    fn circuit(&self) -> MutexGuard<'_, Circuit> {
        self.circuit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn call<T>(
        &self,
        call: impl Future<Output = Result<T, GatewayError>> + Send,
    ) -> Result<T, GatewayError> {
        self.admit().await?;
        let result = call.await;
        match &result {
            Ok(_)
            | Err(GatewayError::NotFound | GatewayError::CardUnknown | GatewayError::Refused { .. }) => {
                self.close();
            }
            Err(GatewayError::Unreachable | GatewayError::Unknown | GatewayError::Busy { .. }) => {
                self.count_failure().await;
            }
        }
        result
    }

    /// Admits a call, or refuses it while the circuit is open. The first call after the pause checks the health.
    async fn admit(&self) -> Result<(), GatewayError> {
        {
            let mut circuit = self.circuit();
            let Some(until) = circuit.open_until else { return Ok(()) };
            let remaining = until.saturating_duration_since(Instant::now());
            if !remaining.is_zero() {
                return Err(GatewayError::Busy { retry_after: remaining });
            }
            // Refuse other callers during the check.
            circuit.open_until = Some(Instant::now() + FIRST_PAUSE);
        }
        self.check_health().await;
        match self.circuit().open_until {
            None => Ok(()),
            Some(until) => {
                Err(GatewayError::Busy { retry_after: until.saturating_duration_since(Instant::now()) })
            }
        }
    }

    async fn count_failure(&self) {
        {
            let mut circuit = self.circuit();
            circuit.failures = circuit.failures.saturating_add(1);
            if circuit.failures < THRESHOLD || circuit.open_until.is_some() {
                return;
            }
            // Start over, so that the next few failures do not each cause a check.
            circuit.failures = 0;
        }
        self.check_health().await;
    }

    /// Opens or closes the circuit depending on the gateway's health.
    async fn check_health(&self) {
        match self.gateway.health().await {
            Ok(()) => self.close(),
            Err(error) => {
                let mut circuit = self.circuit();
                let pause = FIRST_PAUSE.saturating_mul(1 << circuit.doublings.min(8)).min(LONGEST_PAUSE);
                let pause =
                    error.retry_after().map_or(pause, |requested| pause.max(requested.min(LONGEST_PAUSE)));
                circuit.doublings = circuit.doublings.saturating_add(1);
                circuit.open_until = Some(Instant::now() + pause);
                tracing::warn!(%error, seconds = pause.as_secs(), "opened the circuit to the gateway");
            }
        }
    }

    fn close(&self) {
        let mut circuit = self.circuit();
        if circuit.open_until.is_some() {
            tracing::info!("closed the circuit to the gateway");
        }
        *circuit = Circuit::default();
    }
}

#[async_trait]
impl Gateway for CircuitBreaker {
    async fn card(&self, token: &str) -> Result<Card, GatewayError> {
        self.call(self.gateway.card(token)).await
    }

    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError> {
        self.call(self.gateway.create_intent(new)).await
    }

    async fn confirm(&self, intent: &str, idempotency_key: &str) -> Result<Intent, GatewayError> {
        self.call(self.gateway.confirm(intent, idempotency_key)).await
    }

    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError> {
        self.call(self.gateway.retrieve(intent)).await
    }

    async fn cancel(&self, intent: &str, idempotency_key: &str) -> Result<Intent, GatewayError> {
        self.call(self.gateway.cancel(intent, idempotency_key)).await
    }

    async fn intents(&self, after: Option<&str>) -> Result<Vec<Intent>, GatewayError> {
        self.call(self.gateway.intents(after)).await
    }

    async fn health(&self) -> Result<(), GatewayError> {
        let result = self.gateway.health().await;
        if result.is_ok() {
            self.close();
        }
        result
    }

    fn max_amount_minor(&self) -> i64 {
        self.gateway.max_amount_minor()
    }

    fn circuit_is_open(&self) -> bool {
        self.circuit().open_until.is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::*;

    /// A gateway that never responds to payment calls.
    #[derive(Default)]
    struct Silent {
        is_healthy: AtomicBool,
        calls: AtomicUsize,
        health_checks: AtomicUsize,
    }

    #[async_trait]
    impl Gateway for Silent {
        async fn card(&self, _: &str) -> Result<Card, GatewayError> {
            Err(GatewayError::NotFound)
        }

        async fn create_intent(&self, _: &NewIntent) -> Result<Intent, GatewayError> {
            Err(GatewayError::Unknown)
        }

        async fn confirm(&self, _: &str, _: &str) -> Result<Intent, GatewayError> {
            Err(GatewayError::Unknown)
        }

        async fn retrieve(&self, _: &str) -> Result<Intent, GatewayError> {
            self.calls.fetch_add(1, Ordering::Relaxed);
            Err(GatewayError::Unknown)
        }

        async fn cancel(&self, _: &str, _: &str) -> Result<Intent, GatewayError> {
            Err(GatewayError::Unknown)
        }

        async fn intents(&self, _: Option<&str>) -> Result<Vec<Intent>, GatewayError> {
            Err(GatewayError::Unknown)
        }

        fn max_amount_minor(&self) -> i64 {
            i64::MAX
        }

        async fn health(&self) -> Result<(), GatewayError> {
            self.health_checks.fetch_add(1, Ordering::Relaxed);
            if self.is_healthy.load(Ordering::Relaxed) { Ok(()) } else { Err(GatewayError::Unreachable) }
        }
    }

    async fn expect_failures(breaker: &CircuitBreaker, times: u32) {
        for _ in 0..times {
            assert_eq!(breaker.retrieve("pi_1").await, Err(GatewayError::Unknown));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn circuit_opens_after_failures_and_closes_after_a_health_check() {
        let gateway = Arc::new(Silent::default());
        let breaker = CircuitBreaker::new(gateway.clone());
        expect_failures(&breaker, THRESHOLD).await;
        assert!(breaker.circuit_is_open());

        let refused = breaker.retrieve("pi_1").await;

        assert_eq!(refused, Err(GatewayError::Busy { retry_after: FIRST_PAUSE }));
        assert_eq!(gateway.calls.load(Ordering::Relaxed), 5, "nothing is sent while it is open");
        tokio::time::advance(FIRST_PAUSE).await;
        let refused = breaker.retrieve("pi_1").await;
        assert_eq!(refused, Err(GatewayError::Busy { retry_after: FIRST_PAUSE * 2 }));
        assert_eq!(gateway.health_checks.load(Ordering::Relaxed), 2);
        gateway.is_healthy.store(true, Ordering::Relaxed);
        tokio::time::advance(FIRST_PAUSE * 2).await;
        expect_failures(&breaker, 1).await;
        assert!(!breaker.circuit_is_open());
    }

    #[tokio::test(start_paused = true)]
    async fn payments_that_hang_at_a_healthy_gateway_leave_the_circuit_closed() {
        let gateway = Arc::new(Silent { is_healthy: true.into(), ..Silent::default() });
        let breaker = CircuitBreaker::new(gateway.clone());

        expect_failures(&breaker, THRESHOLD * 6).await;

        assert!(!breaker.circuit_is_open());
        assert_eq!(gateway.health_checks.load(Ordering::Relaxed), 6);
    }

    #[tokio::test(start_paused = true)]
    async fn response_between_failures_keeps_the_circuit_closed() {
        let breaker = CircuitBreaker::new(Arc::new(Silent::default()));

        for _ in 0..3 {
            expect_failures(&breaker, THRESHOLD - 1).await;
            assert_eq!(breaker.card("tok").await.unwrap_err(), GatewayError::NotFound);
        }

        assert!(!breaker.circuit_is_open());
    }
}
