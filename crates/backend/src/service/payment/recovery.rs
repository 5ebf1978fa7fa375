use std::time::Duration;

use billing::Instant;
use gateway::{GatewayError, Intent, IntentStatus, ListQuery, NewIntent};
use tokio::task::{JoinError, JoinSet};
use tracing::Instrument;

use super::charge::new_intent;
use super::charge::{cancel_intent, settle};
use super::commit::{AttemptChange, audit_event, commit};
use super::decide::Confirmer;
use super::lease;
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::service::{gateway_customer, unreadable};
use crate::store::Connection;
use crate::store::attempts::{self, AttemptRow, RecoveryPoint, Release, TakeOver};
use crate::store::{StoreError, UnreadableRow, redemptions};

const BY: &str = "recovery";
/// The most attempts that are checked at the same time. A check mostly waits for the gateway and needs little CPU.
const PARALLEL: usize = 32;
/// The pause before a row that cannot be read is tried again, in seconds.
const UNREADABLE_SECONDS: i64 = 60;
/// The most rounds within one configured interval. Limits the shortest pause between two rounds.
const ROUNDS_PER_CHECK: u32 = 6;

/// The number of checks after which an intent that the gateway does not list is considered nonexistent. It was never
/// confirmed, so it cannot charge.
pub const LIST_CHECKS: i64 = 10;

/// How much earlier than its request an intent may be listed, in seconds, because the clocks differ.
const LISTED_BEFORE_SECONDS: i64 = 86_400;

/// One attempt to check, in its own task.
enum Work {
    /// An open attempt with an expired lease.
    Open(AttemptRow),
    /// An ended attempt whose create request was never answered.
    UnresolvedCreate(AttemptRow),
}

/// Settles attempts whose request has ended, while the service runs. A round starts as soon as a check is due, and does
/// not wait for the checks of earlier rounds.
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

/// Checks every due attempt once. Returns the number of open attempts that ended.
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

/// The attempts to check now, those with the fewest failed checks first, so that stuck attempts do not delay others.
async fn due(state: &AppState, limit: usize) -> Vec<Work> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let now = state.clock.now();
    let found = async {
        let mut reader = state.store.reader().await?;
        let open = attempts::due(&mut reader, now, limit).await?;
        let unresolved = attempts::unresolved_creates(&mut reader, now, limit).await?;
        // Nothing reads a held attempt before an operator does.
        let held = attempts::held(&mut reader).await?;
        Ok::<_, StoreError>((open, unresolved, held))
    };
    match found.await {
        Ok((open, unresolved, held)) => {
            alarm_unreadable_cards(state, open.rows.iter().chain(&held.rows));
            for UnreadableRow { id, error } in &held.unreadable {
                unreadable::alarm_attempt(state, id, error);
            }
            skip_unreadable(state, open.unreadable.into_iter().chain(unresolved.unreadable)).await;
            let open = open.rows.into_iter().map(Work::Open);
            open.chain(unresolved.rows.into_iter().map(Work::UnresolvedCreate)).collect()
        }
        Err(error) => {
            tracing::error!(%error, "recovery could not read the attempts");
            Vec::new()
        }
    }
}

/// Raises an alarm for each attempt whose card cannot be read. It can be settled in every other way than as charged.
fn alarm_unreadable_cards<'a>(state: &AppState, attempts: impl Iterator<Item = &'a AttemptRow>) {
    for attempt in attempts {
        if let Err(error) = attempt.card() {
            unreadable::alarm_attempt(state, &attempt.id, &error);
        }
    }
}

/// Raises an alarm for each row that cannot be read, and postpones it, so that it does not block other rows.
async fn skip_unreadable(state: &AppState, rows: impl Iterator<Item = UnreadableRow>) {
    for UnreadableRow { id, error } in rows {
        unreadable::alarm_attempt(state, &id, &error);
        let now = state.clock.now();
        let until = now.checked_add_seconds(UNREADABLE_SECONDS).unwrap_or(now);
        let result = async {
            let mut transaction = state.store.begin().await?;
            attempts::postpone_unreadable(&mut transaction, &id, now, until).await?;
            transaction.commit().await?;
            Ok::<_, StoreError>(())
        };
        if let Err(error) = result.await {
            tracing::warn!(attempt = id, %error, "an unreadable attempt could not be postponed");
        }
    }
}

/// The pause before the next round of `run`: until the next check is due, within limits.
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

/// The number of attempts that a finished check has ended.
fn count(state: &AppState, ended: Result<usize, JoinError>) -> usize {
    ended.unwrap_or_else(|error| {
        // The lease of the attempt expires, and a later round checks it again.
        state.alarms.raise(Alarm::TaskPanicked, "check of a payment", &error);
        0
    })
}

async fn check(state: &AppState, work: Work) -> usize {
    let (attempt, result) = match work {
        Work::Open(attempt) => {
            let result = recover(state, &attempt, TakeOver::WhenLeaseExpired, BY).await;
            (attempt, result)
        }
        Work::UnresolvedCreate(attempt) => {
            if let Err(error) = resolve_create(state, &attempt).await {
                tracing::error!(attempt = attempt.id, %error, "an unused intent could not be canceled");
            }
            return 0;
        }
    };
    match result {
        Ok(now) if now.state.is_final() => {
            tracing::info!(attempt = now.id, state = now.state.as_str(), "recovery settled an attempt");
            1
        }
        Ok(_) => 0,
        Err(error) => {
            unreadable::alarm_attempt(state, &attempt.id, &error);
            tracing::error!(attempt = attempt.id, %error, "recovery could not settle an attempt");
            0
        }
    }
}

/// Takes an attempt over, retrieves its intent from the gateway, and settles the attempt as far as possible.
///
/// # Errors
/// When the database fails. The row is unchanged.
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
        // No intent was confirmed. It is unknown whether a create request was sent, unless nothing was due.
        let unresolved = attempt.amount_due_minor > 0;
        return commit(state, &attempt, &AttemptChange::Release(Release::NotSent { unresolved }), by).await;
    };
    match state.gateway.retrieve(intent).await {
        Ok(intent) => settle(state, &attempt, intent, Confirmer::Ended, by).await,
        Err(error) => {
            match error {
                // An intent that cannot be found proves nothing. Only the gateway's `canceled` releases an attempt.
                GatewayError::Unauthorized { .. } => {
                    tracing::error!(attempt = attempt.id, %error, "an intent could not be retrieved");
                }
                _ if error.is_refusal() => {
                    state.alarms.raise(Alarm::IntentNotFound, &attempt.id, &error);
                }
                _ => {
                    tracing::warn!(attempt = attempt.id, intent, %error, "an intent could not be retrieved")
                }
            }
            commit(state, &attempt, &AttemptChange::CheckLater { retry_after: error.retry_after() }, by).await
        }
    }
}

async fn take_over(
    state: &AppState,
    attempt: &AttemptRow,
    when: TakeOver,
) -> Result<Option<AttemptRow>, StoreError> {
    let mut transaction = state.store.begin().await?;
    let row = attempts::take_over(&mut transaction, attempt, when, lease::lease(state)).await?;
    transaction.commit().await?;
    Ok(row)
}

/// Finds the intent of an unanswered create request, by its key or by the attempt that it names, and cancels it.
async fn resolve_create(state: &AppState, attempt: &AttemptRow) -> Result<(), StoreError> {
    let mut transaction = state.store.begin().await?;
    let next = lease::retry(state, attempt.failed_checks, None);
    let is_ours = attempts::postpone_create(&mut transaction, attempt, next).await?;
    transaction.commit().await?;
    if !is_ours {
        return Ok(());
    }
    let account = match state.gateway_account().await {
        Ok(account) => account,
        Err(error) => {
            tracing::warn!(attempt = attempt.id, %error, "a create request is still unanswered");
            return Ok(());
        }
    };
    // The customer is stored before the first create request is sent.
    let Some(customer) = gateway_customer::find(state, attempt.organization, &account).await? else {
        return create_resolved(state, attempt, None).await;
    };
    let intent = match unused_intent(state, &new_intent(attempt, customer), attempt.started_at).await {
        Ok(Some(intent)) => intent,
        Ok(None) => {
            // The intent may appear in the list later, so the attempt is checked a few more times.
            tracing::warn!(
                attempt = attempt.id,
                "the gateway refused a create request and lists no intent for it"
            );
            if attempt.failed_checks < LIST_CHECKS {
                return Ok(());
            }
            return create_resolved(state, attempt, None).await;
        }
        Err(error) => {
            tracing::warn!(attempt = attempt.id, %error, "a create request is still unanswered");
            return Ok(());
        }
    };
    let Ok(canceled) = cancel_intent(state, attempt, &intent.id).await else { return Ok(()) };
    if canceled.status != IntentStatus::Canceled {
        let cause = format!("the unconfirmed intent {} was not canceled", canceled.id);
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
    audit_event(state, &mut transaction, attempt, "attempt.create_resolved", BY).await?;
    transaction.commit().await?;
    Ok(())
}

/// The intent that an earlier create request with the same key has made, or that it makes now.
///
/// Returns `None` if the gateway refuses the request, or fails as it did the first time, and lists no intent of the
/// attempt. The request was first sent at `sent` or later.
pub async fn unused_intent(
    state: &AppState,
    new: &NewIntent,
    sent: Instant,
) -> Result<Option<Intent>, GatewayError> {
    match state.gateway.create_intent(new).await {
        Ok(intent) => return Ok(Some(intent)),
        // For example for a card that was removed: the key then no longer returns the intent. The gateway also stores
        // a 5xx, after which it may have an intent.
        Err(error) if error.is_refusal() || matches!(error, GatewayError::ServerError { .. }) => {}
        Err(error) => return Err(error),
    }
    let created_since = sent.checked_add_seconds(-LISTED_BEFORE_SECONDS);
    let mut query = ListQuery { created_since, after: None };
    loop {
        let page = state.gateway.intents(&query).await?;
        if let Some(found) = page.items.into_iter().find(|intent| intent.attempt == new.attempt) {
            return Ok(Some(found));
        }
        if page.next.is_none() {
            return Ok(None);
        }
        query.after = page.next;
    }
}

/// Ends an attempt whose intent is not stored, in the caller's transaction, so that its request cannot confirm the
/// intent. A later attempt is unchanged, because it may have charged.
pub async fn withdraw(
    state: &AppState,
    connection: &mut Connection,
    attempt: &AttemptRow,
    by: &str,
) -> Result<(), StoreError> {
    let now = state.clock.now();
    let release = Release::NotSent { unresolved: attempt.amount_due_minor > 0 };
    if !attempts::release(connection, attempt, release, now).await? {
        return Ok(());
    }
    redemptions::release(connection, &attempt.id, now).await?;
    let row = attempts::by_id(connection, attempt.organization, &attempt.id).await?;
    audit_event(state, connection, row.as_ref().unwrap_or(attempt), "attempt.canceled", by).await
}
