use uuid::Uuid;

use super::record::{Change, record};
use super::step::{Confirmer, Step, next_step};
use crate::app::AppState;
use crate::gateway::{GatewayError, Intent};
use crate::store::StoreError;
use crate::store::attempts::{AttemptRow, Waiting};

/// Acts on the gateway's view of the intent until the attempt is settled or must wait.
///
/// # Errors
/// When the database cannot be written. The row is unchanged, and recovery continues from it.
pub async fn settle(
    state: &AppState,
    attempt: &AttemptRow,
    mut intent: Intent,
    confirmer: Confirmer,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let mut canceled = false;
    let change = loop {
        break match next_step(attempt, &intent, confirmer, state.clock.now()) {
            // A cancel is sent once. If its response still requires a cancel, the outcome is unknown.
            Step::Cancel if canceled => Change::Wait(Waiting::OutcomeUnknown { retry_after: None }),
            Step::Cancel => {
                canceled = true;
                match cancel(state, attempt, &intent.id).await {
                    Ok(answer) => {
                        intent = answer;
                        continue;
                    }
                    Err(error) => Change::Wait(Waiting::OutcomeUnknown { retry_after: error.retry_after() }),
                }
            }
            Step::Commit => Change::Commit(Some(Box::new(intent))),
            Step::Hold(alarm) => Change::Hold(alarm),
            Step::Release(release) => Change::Release(release),
            Step::Wait(waiting) => Change::Wait(waiting),
        };
    };
    record(state, attempt, &change, by).await
}

/// Cancels the intent at the gateway. Returns the intent as it is then: it may have succeeded before.
///
/// # Errors
/// When the gateway does not respond. The intent may or may not be canceled.
pub async fn cancel(state: &AppState, attempt: &AttemptRow, intent: &str) -> Result<Intent, GatewayError> {
    // A new key each time: the response stored under an earlier key may be outdated.
    let key = format!("{}:cancel:{}", attempt.id, Uuid::new_v4().simple());
    let answer = match state.gateway.cancel(intent, &key).await {
        // Refused because of the intent's state, which only retrieving it returns.
        Err(GatewayError::Refused { .. }) => state.gateway.retrieve(intent).await,
        answer => answer,
    };
    if let Err(error) = &answer {
        tracing::warn!(attempt = attempt.id, intent, %error, "the gateway did not respond to a cancel request");
    }
    answer
}
