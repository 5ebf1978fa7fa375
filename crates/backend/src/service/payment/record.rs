use std::time::Duration;

use sqlx::SqliteConnection;

use super::{commit, lease};
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::gateway::Intent;
use crate::store::attempts::{self, AttemptRow, Release, Waiting};
use crate::store::audit::{self, AuditEntry};
use crate::store::{StoreError, redemptions};

/// How often one phase is tried while the database is busy. A retry never charges again.
const TRIES: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// A change to an attempt, committed in one transaction.
#[derive(Clone, Debug)]
pub enum Change {
    /// The intent exists, unconfirmed.
    StoreIntent(String),
    /// The attempt is not settled yet.
    Wait(Waiting),
    /// The attempt is paid by this intent, or by none when nothing was due.
    Commit(Option<Box<Intent>>),
    /// The attempt ended without a charge.
    Release(Release),
    /// The gateway charged something else than the attempt requested.
    Hold(&'static str),
    /// The gateway did not respond, so the state is unchanged.
    LookLater {
        /// The gateway's `Retry-After`.
        retry_after: Option<Duration>,
    },
}

/// Commits a change and returns the attempt as stored afterwards. When another writer took over the attempt or was
/// faster, that is the state which the other writer left. `by` is the person or the component that made the change.
///
/// # Errors
/// When the database stays busy or refuses. The row keeps its last committed state, and recovery continues from it.
pub async fn record(
    state: &AppState,
    attempt: &AttemptRow,
    change: &Change,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let mut pause = FIRST_PAUSE;
    for _ in 1..TRIES {
        match record_once(state, attempt, change, by).await {
            Err(StoreError::Unavailable(cause)) => {
                tracing::warn!(attempt = attempt.id, %cause, "retrying a phase of a payment");
            }
            Ok(now) => return Ok(now),
            // A retry would fail in the same way.
            Err(_) => break,
        }
        tokio::time::sleep(pause).await;
        pause = pause.saturating_mul(3);
    }
    let last = record_once(state, attempt, change, by).await;
    if let (Err(error), Change::Commit(Some(_))) = (&last, change) {
        state.alarms.raise(Alarm::ChargeNotRecorded, &attempt.id, error);
    }
    last
}

async fn record_once(
    state: &AppState,
    attempt: &AttemptRow,
    change: &Change,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let mut transaction = state.store.begin().await?;
    let event = apply(state, &mut transaction, attempt, change).await?;
    let now = attempts::by_id(&mut transaction, attempt.organization, &attempt.id)
        .await?
        .ok_or(StoreError::Unreadable("upgrade_attempt.id"))?;
    match event {
        // The audit trail has one row for each change, and none for a check that changed nothing.
        Some(event) if has_changed(attempt, &now) => note(state, &mut transaction, &now, event, by).await?,
        Some(_) => {}
        None => tracing::warn!(attempt = attempt.id, ?change, "a write by an outdated writer had no effect"),
    }
    // When the result of the commit is lost, the retry finds the change already stored.
    transaction.commit().await?;
    Ok(now)
}

/// Whether the attempt differs from `before` in anything that the audit trail records.
fn has_changed(before: &AttemptRow, now: &AttemptRow) -> bool {
    before.state != now.state
        || before.charged != now.charged
        || before.recovery_point != now.recovery_point
        || before.intent_id != now.intent_id
        || before.confirmation_url != now.confirmation_url
        || before.alarm != now.alarm
}

/// Applies a change. Returns the audit event, or `None` when another writer has taken over the attempt.
async fn apply(
    state: &AppState,
    connection: &mut SqliteConnection,
    attempt: &AttemptRow,
    change: &Change,
) -> Result<Option<&'static str>, StoreError> {
    let now = state.clock.now();
    let (is_applied, event) = match change {
        Change::StoreIntent(intent) => {
            let stored = attempts::store_intent(connection, attempt, intent, lease::lease(state)).await?;
            (stored, "attempt.intent_stored")
        }
        Change::Wait(waiting) => {
            let next = match waiting {
                Waiting::OutcomeUnknown { retry_after } => {
                    lease::retry(state, attempt.failed_checks, *retry_after)
                }
                Waiting::ActionRequired { .. } | Waiting::Processing => lease::next_check(state),
            };
            let waits = attempts::wait(connection, attempt, waiting, next).await?;
            let event = match waiting {
                Waiting::ActionRequired { .. } => "attempt.requires_action",
                Waiting::Processing => "attempt.processing",
                Waiting::OutcomeUnknown { .. } => "attempt.unknown",
            };
            (waits, event)
        }
        Change::Commit(intent) => {
            return commit::commit(state, connection, attempt, intent.as_deref()).await;
        }
        Change::Release(release) => {
            let released = attempts::release(connection, attempt, *release, now).await?;
            if released {
                redemptions::release(connection, &attempt.id, now).await?;
            }
            let event = match release {
                Release::Declined(_) => "attempt.declined",
                Release::Canceled | Release::NotSent { .. } => "attempt.canceled",
            };
            (released, event)
        }
        Change::Hold(alarm) => {
            let is_held = attempts::hold(connection, attempt, alarm).await?;
            if is_held {
                state.alarms.raise(Alarm::PaymentHeld, &attempt.id, alarm);
            }
            (is_held, "attempt.held")
        }
        Change::LookLater { retry_after } => {
            let next = lease::retry(state, attempt.failed_checks, *retry_after);
            let waits = attempts::keep_waiting(connection, attempt, next).await?;
            (waits, "attempt.looked_at")
        }
    };
    Ok(is_applied.then_some(event))
}

/// Appends an event to the audit trail.
pub async fn note(
    state: &AppState,
    connection: &mut SqliteConnection,
    attempt: &AttemptRow,
    event: &str,
    by: &str,
) -> Result<(), StoreError> {
    let body = serde_json::json!({
        "state": attempt.state.as_str(),
        "recoveryPoint": attempt.recovery_point.as_str(),
        "fence": attempt.fence,
        "quoteId": attempt.quote_id,
        "version": attempt.version,
        "amountDueMinor": attempt.amount_due_minor,
        "currency": attempt.currency,
        "intent": attempt.intent_id,
    });
    let entry = AuditEntry {
        at: state.clock.now(),
        organization: attempt.organization,
        actor: by,
        event,
        subject: &attempt.id,
        body: &body.to_string(),
    };
    audit::append(connection, &entry).await
}
