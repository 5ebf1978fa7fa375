use std::time::Duration;

use uuid::Uuid;

use crate::gateway::{Gateway, GatewayError, Intent, NewIntent};

/// Calls of one kind before a request gives up; recovery continues.
const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// A person waits for the answer, so a gateway that wants to be left alone for longer is left to recovery.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Why no intent was created. None of them can have charged: an intent charges only once it is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotCreated {
    /// Certainly no intent exists.
    NotSent {
        /// The seconds the gateway asks to be left alone for.
        retry_after: Option<u64>,
    },
    /// One may exist, unconfirmed, under an id that never arrived.
    Unanswered,
    /// The gateway does not take the request.
    Refused {
        /// Its stable code.
        code: String,
    },
}

/// Creates the attempt's intent; a lost answer is asked for again with the same key.
pub async fn create(gateway: &dyn Gateway, new: &NewIntent) -> Result<Intent, NotCreated> {
    let mut unanswered = false;
    let mut asked_to_wait = None;
    for pause in pauses() {
        match gateway.create_intent(new).await {
            Ok(intent) => return Ok(intent),
            Err(GatewayError::Unknown) => unanswered = true,
            Err(GatewayError::Unreachable) => {}
            Err(GatewayError::Busy { retry_after }) => {
                asked_to_wait = Some(retry_after.as_secs().max(1));
                if retry_after > LONGEST_PAUSE {
                    break;
                }
                tokio::time::sleep(retry_after).await;
            }
            Err(GatewayError::NotFound) => return Err(NotCreated::Refused { code: "not_found".to_owned() }),
            Err(GatewayError::Refused { code }) => return Err(NotCreated::Refused { code }),
        }
        tokio::time::sleep(pause).await;
    }
    Err(if unanswered { NotCreated::Unanswered } else { NotCreated::NotSent { retry_after: asked_to_wait } })
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
