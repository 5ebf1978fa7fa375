use super::record::{Change, record};
use super::step::{Confirmer, Step, next_step};
use crate::app::AppState;
use crate::gateway::Intent;
use crate::store::StoreError;
use crate::store::attempts::{AttemptRow, Waiting};

/// Goes on from what the gateway says about the intent until the attempt is settled or has to wait.
///
/// # Errors
/// When the database cannot be written: the row stands as it was, and recovery continues from it.
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
            // The answer to a cancel is final: one that still asks for it contradicts itself.
            Step::Cancel if canceled => Change::Wait(Waiting::OutcomeUnknown),
            Step::Cancel => {
                canceled = true;
                match cancel(state, attempt, &intent.id).await {
                    Some(answer) => {
                        intent = answer;
                        continue;
                    }
                    None => Change::Wait(Waiting::OutcomeUnknown),
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

/// Asks the gateway to make sure that the intent never charges; `None` when it does not say.
pub async fn cancel(state: &AppState, attempt: &AttemptRow, intent: &str) -> Option<Intent> {
    match state.gateway.cancel(intent, &format!("{}:cancel", attempt.id)).await {
        Ok(answer) => Some(answer),
        Err(error) => {
            tracing::warn!(attempt = attempt.id, intent, %error, "the gateway has not answered a cancel");
            None
        }
    }
}
