use std::time::Duration;

use uuid::Uuid;

use crate::gateway::{Gateway, GatewayError, Intent, NewIntent};

/// Calls of one kind before a request gives up; recovery continues.
const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// A person waits for the answer, so a gateway that wants to be left alone for longer is left to recovery.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Why no intent was created. No money can have moved: an intent charges only once it is confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotCreated {
    /// Whether an intent may exist, unconfirmed, whose id never arrived. A refusal that comes after a lost answer does
    /// not change that.
    pub unanswered: bool,
    /// The seconds the gateway asks not to be called.
    pub retry_after: Option<u64>,
    /// The stable code of the gateway's refusal.
    pub refused: Option<String>,
}

/// Creates the attempt's intent. A create whose answer is lost is repeated with the same key.
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

/// Confirms. Asked again only where the gateway has certainly not acted; a lost answer is settled by retrieving.
///
/// # Errors
/// The last answer that was none.
pub async fn confirm(gateway: &dyn Gateway, intent: &str, key: &str) -> Result<Intent, GatewayError> {
    let mut last = GatewayError::Unreachable;
    for pause in pauses() {
        match gateway.confirm(intent, key).await {
            Err(GatewayError::Unreachable) => last = GatewayError::Unreachable,
            Err(GatewayError::Busy { retry_after }) if retry_after <= LONGEST_PAUSE => {
                last = GatewayError::Busy { retry_after };
                tokio::time::sleep(retry_after).await;
            }
            settled => return settled,
        }
        tokio::time::sleep(pause).await;
    }
    Err(last)
}

/// Growing pauses with a random part, so that many requests do not come back at once.
fn pauses() -> impl Iterator<Item = Duration> {
    (0..TRIES).map(|round| {
        let [jitter, ..] = *Uuid::new_v4().as_bytes();
        FIRST_PAUSE.saturating_mul(1 << round).saturating_add(Duration::from_millis(u64::from(jitter)))
    })
}
