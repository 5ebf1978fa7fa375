use std::time::Duration;

use uuid::Uuid;

use crate::gateway::{Gateway, GatewayError, Intent, NewIntent};

/// The most calls of one kind within a request. After them, recovery continues.
const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The longest pause within a request, because a person waits for the response. Recovery handles longer pauses.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Why no intent was created. Nothing was charged, because only a confirmed intent charges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotCreated {
    /// Whether an unconfirmed intent with an unknown id may exist, because a response was lost. A later refusal does not
    /// change that.
    pub unanswered: bool,
    /// The gateway's `Retry-After`, in seconds.
    pub retry_after: Option<u64>,
    /// The stable code of the gateway's refusal.
    pub refused: Option<String>,
}

/// Creates the intent of an attempt. Retries with the same key when the response is lost.
pub async fn create(gateway: &dyn Gateway, new: &NewIntent) -> Result<Intent, NotCreated> {
    let mut not_created = NotCreated::default();
    for pause in pauses() {
        match gateway.create_intent(new).await {
            Ok(intent) => return Ok(intent),
            Err(GatewayError::Unknown) => not_created.unanswered = true,
            Err(GatewayError::Unreachable) => {}
            Err(GatewayError::Busy { retry_after }) => {
                not_created.retry_after = Some(retry_after.as_secs().max(1));
                if retry_after > LONGEST_PAUSE {
                    break;
                }
                tokio::time::sleep(retry_after).await;
            }
            Err(GatewayError::NotFound) => {
                not_created.refused = Some("not_found".to_owned());
                break;
            }
            Err(GatewayError::Refused { code }) => {
                not_created.refused = Some(code);
                break;
            }
        }
        tokio::time::sleep(pause).await;
    }
    Err(not_created)
}

/// Confirms an intent. Retries only when the gateway has certainly not acted. After a lost response, the outcome is
/// found by retrieving the intent.
///
/// # Errors
/// The last gateway error.
pub async fn confirm(gateway: &dyn Gateway, intent: &str, key: &str) -> Result<Intent, GatewayError> {
    let mut last = GatewayError::Unreachable;
    for pause in pauses() {
        match gateway.confirm(intent, key).await {
            Err(GatewayError::Unreachable) => last = GatewayError::Unreachable,
            Err(GatewayError::Busy { retry_after }) if retry_after <= LONGEST_PAUSE => {
                last = GatewayError::Busy { retry_after };
                tokio::time::sleep(retry_after).await;
            }
            result => return result,
        }
        tokio::time::sleep(pause).await;
    }
    Err(last)
}

/// Exponential pauses with jitter, so that many requests do not retry at the same time.
fn pauses() -> impl Iterator<Item = Duration> {
    (0..TRIES).map(|round| {
        let [jitter, ..] = *Uuid::new_v4().as_bytes();
        FIRST_PAUSE.saturating_mul(1 << round).saturating_add(Duration::from_millis(u64::from(jitter)))
    })
}
