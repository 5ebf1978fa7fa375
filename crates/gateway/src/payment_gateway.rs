use async_trait::async_trait;

use super::{
    Account, Card, Charge, Confirmation, Customer, Dispute, GatewayError, Intent, ListQuery, NewCustomer,
    NewIntent, NewSetupSession, Page, Refund, SetupSession,
};

/// A payment gateway.
///
/// Every call ends within the gateway's timeout. A call that changes something takes an idempotency key. Repeated with
/// the same key and content, it has no second effect and returns the first response. That response may be older than
/// the result of [`retrieve`](Self::retrieve). The gateway forgets keys after 24 hours.
///
/// Amounts are in the minor units of [`billing::Currency`]. A call whose amount the gateway cannot charge exactly is
/// refused before it is sent.
#[async_trait]
pub trait PaymentGateway: Send + Sync {
    /// The account of the API key. Also checks that the gateway responds and accepts the key.
    async fn account(&self) -> Result<Account, GatewayError>;

    /// Creates the customer of an organization.
    async fn create_customer(&self, new: &NewCustomer) -> Result<Customer, GatewayError>;

    /// Creates a visit to the gateway's page that saves a card.
    async fn create_setup_session(&self, new: &NewSetupSession) -> Result<SetupSession, GatewayError>;

    /// The current state of a visit, with the saved card.
    async fn setup_session(&self, session: &str) -> Result<SetupSession, GatewayError>;

    /// A saved card.
    ///
    /// # Errors
    /// [`GatewayError::CardUnknown`] if it does not exist.
    async fn card(&self, card_ref: &str) -> Result<Card, GatewayError>;

    /// Creates an intent that cannot charge before it is confirmed.
    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError>;

    /// Charges the intent, or reports what prevents it. A decline is an intent with the status
    /// [`Declined`](super::IntentStatus::Declined).
    ///
    /// # Errors
    /// [`GatewayError::Refused`] if the intent's state does not allow it, for example because it has succeeded.
    async fn confirm(
        &self,
        intent: &str,
        confirmation: &Confirmation,
        idempotency_key: &str,
    ) -> Result<Intent, GatewayError>;

    /// The current state of the intent.
    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError>;

    /// Ensures that the intent never charges.
    ///
    /// # Errors
    /// [`GatewayError::Refused`] if the intent's state does not allow it, for example because it has succeeded.
    async fn cancel(&self, intent: &str, idempotency_key: &str) -> Result<Intent, GatewayError>;

    /// A page of intents.
    async fn intents(&self, query: &ListQuery) -> Result<Page<Intent>, GatewayError>;

    /// A page of charges, failed charges included.
    async fn charges(&self, query: &ListQuery) -> Result<Page<Charge>, GatewayError>;

    /// The current state of a charge.
    async fn charge(&self, charge: &str) -> Result<Charge, GatewayError>;

    /// All refunds of a charge, from new to old.
    async fn refunds(&self, charge: &str) -> Result<Vec<Refund>, GatewayError>;

    /// The current state of a refund.
    async fn refund(&self, refund: &str) -> Result<Refund, GatewayError>;

    /// The current state of a dispute.
    async fn dispute(&self, dispute: &str) -> Result<Dispute, GatewayError>;

    /// The largest amount of one payment in a currency, in minor units. 0 if the gateway does not support the
    /// currency.
    fn max_amount_minor(&self, currency: &str) -> i64;

    /// Whether calls are refused at once because the gateway is down.
    fn circuit_is_open(&self) -> bool {
        false
    }
}
