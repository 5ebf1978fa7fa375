use super::execute::new_intent;
use super::lease;
use super::record::{Change, note, record};
use super::settle::{cancel, settle};
use super::step::Confirmer;
use crate::app::AppState;
use crate::gateway::{GatewayError, IntentStatus};
use crate::store::StoreError;
use crate::store::attempts::{self, AttemptRow, RecoveryPoint, Release};

const BY: &str = "recovery";

/// Looks after attempts whose request is gone, for as long as the service runs: at its start, then as often as it is
/// configured to.
pub async fn run(state: AppState) {
    let mut rounds = tokio::time::interval(state.config.completer_every);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        sweep(&state).await;
    }
}

/// Goes once through all attempts that nobody is at work on, and gives how many of them have ended.
pub async fn sweep(state: &AppState) -> usize {
    let due = async {
        let mut reader = state.store.reader().await?;
        let open = attempts::due(&mut reader, state.clock.now(), lease::longest(state)).await?;
        Ok::<_, StoreError>((open, attempts::unresolved_creates(&mut reader).await?))
    };
    let (open, unresolved) = match due.await {
        Ok(found) => found,
        Err(error) => {
            tracing::error!(%error, "recovery cannot read the attempts");
            return 0;
        }
    };
    let mut ended = 0;
    for attempt in open {
        match recover(state, &attempt, BY).await {
            Ok(now) if now.state.is_final() => {
                tracing::info!(attempt = now.id, state = now.state.as_str(), "recovery ended an attempt");
                ended += 1;
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(attempt = attempt.id, %error, "recovery cannot end an attempt")
            }
        }
    }
    for attempt in unresolved {
        if let Err(error) = resolve_create(state, &attempt).await {
            tracing::error!(attempt = attempt.id, %error, "an intent left behind cannot be canceled");
        }
    }
    ended
}

/// Takes an attempt over and brings it to its end, as far as the gateway says.
///
/// # Errors
/// When the database cannot be used: the row stands as it was.
pub async fn recover(state: &AppState, attempt: &AttemptRow, by: &str) -> Result<AttemptRow, StoreError> {
    let Some(attempt) = take_over(state, attempt).await? else {
        let mut reader = state.store.reader().await?;
        let now = attempts::by_id(&mut reader, attempt.organization, &attempt.id).await?;
        return now.ok_or(StoreError::Unreadable("upgrade_attempt.id"));
    };
    let (
        RecoveryPoint::IntentStored | RecoveryPoint::ActionRequired | RecoveryPoint::OutcomeUnknown,
        Some(intent),
    ) = (attempt.recovery_point, attempt.intent_id.as_deref())
    else {
        // Nothing was ever confirmed. Whether a create was sent is not known, unless nothing was due.
        let unresolved = attempt.amount_due_minor > 0;
        return record(state, &attempt, &Change::Release(Release::NotSent { unresolved }), by).await;
    };
    match state.gateway.retrieve(intent).await {
        Ok(intent) => settle(state, &attempt, intent, Confirmer::Gone, by).await,
        Err(error) => {
            match error {
                // Absence proves nothing: only the gateway's own word releases an attempt.
                GatewayError::NotFound | GatewayError::Refused { .. } => {
                    tracing::error!(attempt = attempt.id, intent, %error, "the gateway does not show an intent");
                }
                _ => {
                    tracing::warn!(attempt = attempt.id, intent, %error, "an intent cannot be retrieved now")
                }
            }
            record(state, &attempt, &Change::LookLater, by).await
        }
    }
}

async fn take_over(state: &AppState, attempt: &AttemptRow) -> Result<Option<AttemptRow>, StoreError> {
    let mut transaction = state.store.begin().await?;
    let taken = attempts::take_over(&mut transaction, attempt, lease::lease(state)).await?;
    transaction.commit().await?;
    Ok(taken)
}

/// Repeats a create that was never answered until it yields the id, and cancels what it made.
async fn resolve_create(state: &AppState, attempt: &AttemptRow) -> Result<(), StoreError> {
    let intent = match state.gateway.create_intent(&new_intent(attempt)).await {
        Ok(intent) => intent,
        Err(error) => {
            tracing::warn!(attempt = attempt.id, %error, "a create is still unanswered");
            return Ok(());
        }
    };
    let Some(canceled) = cancel(state, attempt, &intent.id).await else { return Ok(()) };
    if canceled.status != IntentStatus::Canceled {
        tracing::error!(
            alarm = "released attempt charged",
            attempt = attempt.id,
            intent = canceled.id,
            "an intent nobody confirmed is not canceled; a person must decide"
        );
        return Ok(());
    }
    let mut transaction = state.store.begin().await?;
    attempts::create_resolved(&mut transaction, &attempt.id, &canceled.id).await?;
    note(state, &mut transaction, attempt, "attempt.create_resolved", BY).await?;
    transaction.commit().await?;
    Ok(())
}
