use async_trait::async_trait;

use super::{Card, GatewayError, Intent, NewIntent};

/// A payment gateway.
///
/// Every call ends within the gateway's timeout. A call that changes something takes an idempotency key. Repeated with
/// the same key and content, it has no second effect and returns the first response. That response may be older than
/// the result of [`retrieve`](Self::retrieve).
#[async_trait]
pub trait Gateway: Send + Sync {
    /// The card of a token from the hosted card field.
    async fn card(&self, token: &str) -> Result<Card, GatewayError>;

    /// Creates an intent that cannot charge before it is confirmed.
    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError>;

    /// Charges the intent, or reports what prevents it. A settled intent is returned unchanged.
    async fn confirm(&self, intent: &str, idempotency_key: &str) -> Result<Intent, GatewayError>;

    /// The current state of the intent.
    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError>;

    /// Ensures that the intent never charges. An intent that has succeeded is returned unchanged.
    async fn cancel(&self, intent: &str, idempotency_key: &str) -> Result<Intent, GatewayError>;

    /// The page of all intents that follows the intent `after`, in the order of creation. Empty at the end.
    async fn intents(&self, after: Option<&str>) -> Result<Vec<Intent>, GatewayError>;

    /// Whether the gateway responds and accepts the secret of this service.
    async fn health(&self) -> Result<(), GatewayError>;

    /// The largest amount of one payment, in minor units.
    fn max_amount_minor(&self) -> i64;

    /// Whether calls are refused at once because the gateway is down.
    fn circuit_is_open(&self) -> bool {
        false
    }
}
