use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tracing::Instrument;

use super::execute::new_intent;
use super::lease;
use super::record::{Change, note, record};
use super::settle::{cancel, settle};
use super::step::Confirmer;
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::gateway::{GatewayError, Intent, IntentStatus};
use crate::store::StoreError;
use crate::store::attempts::{self, AttemptRow, RecoveryPoint, Release, TakeOver, Unreadable};

const BY: &str = "recovery";
/// Attempts that are checked at the same time. Each of them waits for the gateway, not for the processor.
const PARALLEL: usize = 32;
/// When a row that cannot be read is tried again.
const UNREADABLE_SECONDS: i64 = 60;
/// The shortest pause between two rounds: this part of the configured one.
const ROUNDS_PER_CHECK: u32 = 6;

/// Checks after which an intent that the gateway does not list does not exist. It could not charge in any case.
const LIST_CHECKS: i64 = 10;

/// One attempt that recovery checks in a task of its own.
enum Work {
    /// Open, and nobody is working on it.
    Open(AttemptRow),
    /// Ended, and its create was never answered.
    UnresolvedCreate(AttemptRow),
}

/// Settles attempts whose request is gone, for as long as the service runs. A round starts as soon as a check is due
/// and does not wait for the checks of earlier rounds.
pub async fn run(state: AppState) {
    let mut checks = JoinSet::new();
    loop {
        let free = PARALLEL.saturating_sub(checks.len());
        for work in due(&state, free).await {
            start(&state, &mut checks, work);
        }
        let is_full = checks.len() >= PARALLEL;
        tokio::select! {
            () = tokio::time::sleep(pause(&state).await) => {}
            Some(ended) = checks.join_next(), if is_full => drop(count(&state, ended)),
        }
        while let Some(ended) = checks.try_join_next() {
            count(&state, ended);
        }
    }
}

/// Checks every attempt that is due once, and returns how many open ones have ended.
pub async fn sweep(state: &AppState) -> usize {
    let mut checks = JoinSet::new();
    let mut settled = 0;
    for work in due(state, usize::MAX).await {
        if checks.len() >= PARALLEL
            && let Some(ended) = checks.join_next().await
        {
            settled += count(state, ended);
        }
        start(state, &mut checks, work);
    }
    while let Some(ended) = checks.join_next().await {
        settled += count(state, ended);
    }
    settled
}

fn start(state: &AppState, checks: &mut JoinSet<usize>, work: Work) {
    let state = state.clone();
    checks.spawn(async move { check(&state, work).await }.in_current_span());
}

/// The attempts to check now, those with the fewest failed checks first: one that hangs does not delay a healthy one.
async fn due(state: &AppState, limit: usize) -> Vec<Work> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let now = state.clock.now();
    let found = async {
        let mut reader = state.store.reader().await?;
        let open = attempts::due(&mut reader, now, limit).await?;
        let unresolved = attempts::unresolved_creates(&mut reader, now, limit).await?;
        Ok::<_, StoreError>((open, unresolved))
    };
    match found.await {
        Ok((open, unresolved)) => {
            skip_unreadable(state, open.unreadable.into_iter().chain(unresolved.unreadable)).await;
            let open = open.rows.into_iter().map(Work::Open);
            open.chain(unresolved.rows.into_iter().map(Work::UnresolvedCreate)).collect()
        }
        Err(error) => {
            tracing::error!(%error, "recovery cannot read the attempts");
            Vec::new()
        }
    }
}

/// Raises an alarm about each row that cannot be read and checks it again later, so that it takes no place of others.
async fn skip_unreadable(state: &AppState, rows: impl Iterator<Item = Unreadable>) {
    for Unreadable { id, error } in rows {
        state.alarms.raise(Alarm::UnreadableRow, &format!("upgrade_attempt {id}"), &error);
        let now = state.clock.now();
        let until = now.checked_add_seconds(UNREADABLE_SECONDS).unwrap_or(now);
        let postponed = async {
            let mut transaction = state.store.begin().await?;
            attempts::postpone_unreadable(&mut transaction, &id, now, until).await?;
            transaction.commit().await?;
            Ok::<_, StoreError>(())
        };
        if let Err(error) = postponed.await {
            tracing::warn!(attempt = id, %error, "an unreadable attempt could not be postponed");
        }
    }
}

/// How long `run` waits for the next round: until the next check is due, within limits.
async fn pause(state: &AppState) -> Duration {
    let longest = state.config.recovery_interval.max(Duration::from_secs(1));
    let shortest = (longest / ROUNDS_PER_CHECK).max(Duration::from_secs(1));
    let next = async {
        let mut reader = state.store.reader().await?;
        attempts::next_due(&mut reader).await
    };
    let seconds = match next.await {
        Ok(Some(next)) => u64::try_from(next.seconds_since(state.clock.now())).unwrap_or(0),
        Ok(None) | Err(_) => return longest,
    };
    Duration::from_secs(seconds).clamp(shortest, longest)
}

/// How many attempts a finished check has ended.
fn count(state: &AppState, ended: Result<usize, JoinError>) -> usize {
    ended.unwrap_or_else(|error| {
        // The lease of the attempt expires, and it is checked again.
        state.alarms.raise(Alarm::TaskPanicked, "check of a payment", &error);
        0
    })
}

async fn check(state: &AppState, work: Work) -> usize {
    let (attempt, checked) = match work {
        Work::Open(attempt) => {
            let checked = recover(state, &attempt, TakeOver::WhenLeaseExpired, BY).await;
            (attempt, checked)
        }
        Work::UnresolvedCreate(attempt) => {
            let checked = resolve_create(state, &attempt).await;
            if let Err(error) = checked {
                tracing::error!(attempt = attempt.id, %error, "an unused intent cannot be canceled");
            }
            return 0;
        }
    };
    match checked {
        Ok(now) if now.state.is_final() => {
            tracing::info!(attempt = now.id, state = now.state.as_str(), "recovery settled an attempt");
            1
        }
        Ok(_) => 0,
        Err(error) => {
            tracing::error!(attempt = attempt.id, %error, "recovery cannot settle an attempt");
            0
        }
    }
}

/// Takes an attempt over, asks the gateway, and settles the attempt as far as the answer allows.
///
/// # Errors
/// When the database cannot be used: the row is unchanged.
pub async fn recover(
    state: &AppState,
    attempt: &AttemptRow,
    when: TakeOver,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let Some(attempt) = take_over(state, attempt, when).await? else {
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
                // Absence proves nothing: only the gateway's own answer releases an attempt.
                GatewayError::NotFound | GatewayError::Refused { .. } => {
                    state.alarms.raise(Alarm::IntentNotFound, &attempt.id, &error);
                }
                _ => {
                    tracing::warn!(attempt = attempt.id, intent, %error, "an intent cannot be retrieved now")
                }
            }
            record(state, &attempt, &Change::LookLater { retry_after: error.retry_after() }, by).await
        }
    }
}

async fn take_over(
    state: &AppState,
    attempt: &AttemptRow,
    when: TakeOver,
) -> Result<Option<AttemptRow>, StoreError> {
    let mut transaction = state.store.begin().await?;
    let taken = attempts::take_over(&mut transaction, attempt, when, lease::lease(state)).await?;
    transaction.commit().await?;
    Ok(taken)
}

/// Finds the intent of a create that was never answered, by its key or by the attempt it names, and cancels it.
async fn resolve_create(state: &AppState, attempt: &AttemptRow) -> Result<(), StoreError> {
    let mut transaction = state.store.begin().await?;
    let next = lease::retry(state, attempt.failed_checks, None);
    let is_ours = attempts::postpone_create(&mut transaction, attempt, next).await?;
    transaction.commit().await?;
    if !is_ours {
        return Ok(());
    }
    let intent = match unused_intent(state, attempt).await {
        Ok(Some(intent)) => intent,
        Ok(None) => {
            // An intent may still be on its way into the list, so the attempt is checked a few more times.
            tracing::warn!(attempt = attempt.id, "the gateway refuses a create and lists no intent of it");
            if attempt.failed_checks < LIST_CHECKS {
                return Ok(());
            }
            return create_resolved(state, attempt, None).await;
        }
        Err(error) => {
            tracing::warn!(attempt = attempt.id, %error, "a create is still unanswered");
            return Ok(());
        }
    };
    let Ok(canceled) = cancel(state, attempt, &intent.id).await else { return Ok(()) };
    if canceled.status != IntentStatus::Canceled {
        let cause = format!("the intent {} that nobody confirmed is not canceled", canceled.id);
        state.alarms.raise(Alarm::ReleasedPaymentCharged, &attempt.id, &cause);
        return Ok(());
    }
    create_resolved(state, attempt, Some(&canceled.id)).await
}

async fn create_resolved(
    state: &AppState,
    attempt: &AttemptRow,
    intent: Option<&str>,
) -> Result<(), StoreError> {
    let mut transaction = state.store.begin().await?;
    attempts::create_resolved(&mut transaction, &attempt.id, intent).await?;
    note(state, &mut transaction, attempt, "attempt.create_resolved", BY).await?;
    transaction.commit().await?;
    Ok(())
}

async fn unused_intent(state: &AppState, attempt: &AttemptRow) -> Result<Option<Intent>, GatewayError> {
    match state.gateway.create_intent(&new_intent(attempt)).await {
        Ok(intent) => return Ok(Some(intent)),
        // Such as for a card that was removed since: the key no longer leads to the intent.
        Err(GatewayError::Refused { .. } | GatewayError::NotFound) => {}
        Err(error) => return Err(error),
    }
    let mut last: Option<String> = None;
    loop {
        let page = state.gateway.intents(last.as_deref()).await?;
        let Some(end) = page.last() else { return Ok(None) };
        last = Some(end.id.clone());
        if let Some(found) = page.into_iter().find(|intent| intent.attempt == attempt.id) {
            return Ok(Some(found));
        }
    }
}
