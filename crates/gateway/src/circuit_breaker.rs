use std::sync::Arc;

use async_trait::async_trait;

use super::circuit::{Admission, Circuit};
use super::{
    Account, Card, Charge, Confirmation, Customer, Dispute, GatewayError, Intent, ListQuery, NewCustomer,
    NewIntent, NewSetupSession, Page, PaymentGateway, Refund, SetupSession,
};

/// A gateway that refuses calls at once while it is down, so that callers do not wait for a timeout.
///
/// The circuit opens when several consecutive calls are unanswered and the gateway does not answer a request for the
/// account either. Payments that hang at a healthy gateway therefore do not block all others. While the circuit is
/// open, every call returns [`GatewayError::Busy`], which guarantees that nothing was sent. After a pause, which
/// doubles each time, a request for the account decides whether the circuit closes. No payment is used as a probe.
pub struct CircuitBreaker {
    gateway: Arc<dyn PaymentGateway>,
    circuit: Circuit,
}

impl CircuitBreaker {
    /// Wraps a gateway with a closed circuit.
    #[must_use]
    pub fn new(gateway: Arc<dyn PaymentGateway>) -> Self {
        Self { gateway, circuit: Circuit::default() }
    }

    async fn call<T>(
        &self,
        call: impl Future<Output = Result<T, GatewayError>> + Send,
    ) -> Result<T, GatewayError> {
        match self.circuit.admit() {
            Admission::Admitted => {}
            Admission::Refused(retry_after) => return Err(GatewayError::Busy { retry_after }),
            Admission::CheckHealth => {
                self.check_health().await;
                if let Some(retry_after) = self.circuit.pause() {
                    return Err(GatewayError::Busy { retry_after });
                }
            }
        }
        let result = call.await;
        if is_answer(&result) {
            self.circuit.close();
        } else if self.circuit.count_failure() {
            self.check_health().await;
        }
        result
    }

    async fn check_health(&self) {
        match self.gateway.account().await {
            Err(error) if !error.is_refusal() => self.circuit.open(&error),
            _ => self.circuit.close(),
        }
    }
}

/// Whether the gateway answered. A refusal is an answer.
fn is_answer<T>(result: &Result<T, GatewayError>) -> bool {
    result.as_ref().map_or_else(GatewayError::is_refusal, |_| true)
}

#[async_trait]
impl PaymentGateway for CircuitBreaker {
    /// Always sent, because it is the health check.
    async fn account(&self) -> Result<Account, GatewayError> {
        let result = self.gateway.account().await;
        if is_answer(&result) {
            self.circuit.close();
        }
        result
    }

    async fn create_customer(&self, new: &NewCustomer) -> Result<Customer, GatewayError> {
        self.call(self.gateway.create_customer(new)).await
    }

    async fn create_setup_session(&self, new: &NewSetupSession) -> Result<SetupSession, GatewayError> {
        self.call(self.gateway.create_setup_session(new)).await
    }

    async fn setup_session(&self, session: &str) -> Result<SetupSession, GatewayError> {
        self.call(self.gateway.setup_session(session)).await
    }

    async fn card(&self, card_ref: &str) -> Result<Card, GatewayError> {
        self.call(self.gateway.card(card_ref)).await
    }

    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError> {
        self.call(self.gateway.create_intent(new)).await
    }

    async fn confirm(
        &self,
        intent: &str,
        confirmation: &Confirmation,
        idempotency_key: &str,
    ) -> Result<Intent, GatewayError> {
        self.call(self.gateway.confirm(intent, confirmation, idempotency_key)).await
    }

    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError> {
        self.call(self.gateway.retrieve(intent)).await
    }

    async fn cancel(&self, intent: &str, idempotency_key: &str) -> Result<Intent, GatewayError> {
        self.call(self.gateway.cancel(intent, idempotency_key)).await
    }

    async fn intents(&self, query: &ListQuery) -> Result<Page<Intent>, GatewayError> {
        self.call(self.gateway.intents(query)).await
    }

    async fn charges(&self, query: &ListQuery) -> Result<Page<Charge>, GatewayError> {
        self.call(self.gateway.charges(query)).await
    }

    async fn charge(&self, charge: &str) -> Result<Charge, GatewayError> {
        self.call(self.gateway.charge(charge)).await
    }

    async fn refunds(&self, charge: &str) -> Result<Vec<Refund>, GatewayError> {
        self.call(self.gateway.refunds(charge)).await
    }

    async fn refund(&self, refund: &str) -> Result<Refund, GatewayError> {
        self.call(self.gateway.refund(refund)).await
    }

    async fn dispute(&self, dispute: &str) -> Result<Dispute, GatewayError> {
        self.call(self.gateway.dispute(dispute)).await
    }

    fn max_amount_minor(&self, currency: &str) -> i64 {
        self.gateway.max_amount_minor(currency)
    }

    fn circuit_is_open(&self) -> bool {
        self.circuit.is_open()
    }
}
