use async_trait::async_trait;
use gateway::{
    Account, Card, Charge, Confirmation, Customer, Dispute, GatewayError, Intent, ListQuery, NewCustomer,
    NewIntent, NewSetupSession, Page, PaymentGateway, Refund, SetupSession,
};

/// What a test changes about the calls of a gateway. By default nothing.
#[async_trait]
pub trait Intercept: Send + Sync {
    fn inner(&self) -> &dyn PaymentGateway;

    async fn account(&self) -> Result<Account, GatewayError> {
        self.inner().account().await
    }

    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError> {
        self.inner().create_intent(new).await
    }

    async fn confirm(&self, intent: &str, how: &Confirmation, key: &str) -> Result<Intent, GatewayError> {
        self.inner().confirm(intent, how, key).await
    }

    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError> {
        self.inner().retrieve(intent).await
    }

    async fn cancel(&self, intent: &str, key: &str) -> Result<Intent, GatewayError> {
        self.inner().cancel(intent, key).await
    }

    async fn setup_session(&self, session: &str) -> Result<SetupSession, GatewayError> {
        self.inner().setup_session(session).await
    }

    async fn create_setup_session(&self, new: &NewSetupSession) -> Result<SetupSession, GatewayError> {
        self.inner().create_setup_session(new).await
    }

    fn max_amount_minor(&self, currency: &str) -> i64 {
        self.inner().max_amount_minor(currency)
    }
}

/// A gateway whose calls a test intercepts.
pub struct Intercepted<T>(pub T);

#[async_trait]
impl<T: Intercept> PaymentGateway for Intercepted<T> {
    async fn account(&self) -> Result<Account, GatewayError> {
        self.0.account().await
    }

    async fn create_customer(&self, new: &NewCustomer) -> Result<Customer, GatewayError> {
        self.0.inner().create_customer(new).await
    }

    async fn create_setup_session(&self, new: &NewSetupSession) -> Result<SetupSession, GatewayError> {
        self.0.create_setup_session(new).await
    }

    async fn setup_session(&self, session: &str) -> Result<SetupSession, GatewayError> {
        self.0.setup_session(session).await
    }

    async fn card(&self, card_ref: &str) -> Result<Card, GatewayError> {
        self.0.inner().card(card_ref).await
    }

    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError> {
        self.0.create_intent(new).await
    }

    async fn confirm(&self, intent: &str, how: &Confirmation, key: &str) -> Result<Intent, GatewayError> {
        self.0.confirm(intent, how, key).await
    }

    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError> {
        self.0.retrieve(intent).await
    }

    async fn cancel(&self, intent: &str, key: &str) -> Result<Intent, GatewayError> {
        self.0.cancel(intent, key).await
    }

    async fn intents(&self, query: &ListQuery) -> Result<Page<Intent>, GatewayError> {
        self.0.inner().intents(query).await
    }

    async fn charges(&self, query: &ListQuery) -> Result<Page<Charge>, GatewayError> {
        self.0.inner().charges(query).await
    }

    async fn charge(&self, charge: &str) -> Result<Charge, GatewayError> {
        self.0.inner().charge(charge).await
    }

    async fn refunds(&self, charge: &str) -> Result<Vec<Refund>, GatewayError> {
        self.0.inner().refunds(charge).await
    }

    async fn refund(&self, refund: &str) -> Result<Refund, GatewayError> {
        self.0.inner().refund(refund).await
    }

    async fn dispute(&self, dispute: &str) -> Result<Dispute, GatewayError> {
        self.0.inner().dispute(dispute).await
    }

    fn max_amount_minor(&self, currency: &str) -> i64 {
        self.0.max_amount_minor(currency)
    }
}
