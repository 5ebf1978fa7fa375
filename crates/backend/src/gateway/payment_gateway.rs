use async_trait::async_trait;

use super::{Card, GatewayError, Intent, NewIntent};

/// What the payment service asks of a gateway.
///
/// Every call ends within the gateway's timeout. A call that changes something takes an idempotency key: repeated with
/// the same key and content it has no second effect and answers as the first time, so the answer may be older
/// than what [`retrieve`](Self::retrieve) says now.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// What a token of the hosted card field stands for.
    async fn card(&self, token: &str) -> Result<Card, GatewayError>;

    /// Creates an intent that cannot charge before it is confirmed.
    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError>;

    /// Charges the intent, or says what stands in the way. A settled intent is answered as it is.
    async fn confirm(&self, intent: &str, idempotency_key: &str) -> Result<Intent, GatewayError>;

    /// The intent as it stands now.
    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError>;

    /// Makes sure the intent never charges. One that has already succeeded is answered as succeeded.
    async fn cancel(&self, intent: &str, idempotency_key: &str) -> Result<Intent, GatewayError>;

    /// The next page of all intents in the order they were created, after the one named. Empty at the end.
    async fn intents(&self, after: Option<&str>) -> Result<Vec<Intent>, GatewayError>;

    /// Whether the gateway answers and accepts this service.
    async fn health(&self) -> Result<(), GatewayError>;

    /// Whether calls are refused at once because the gateway was down a moment ago.
    fn circuit_is_open(&self) -> bool {
        false
    }
}
