use std::time::Duration;

use sqlx::SqliteConnection;

use super::{commit, lease};
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::gateway::Intent;
use crate::store::attempts::{self, AttemptRow, Release, Waiting};
use crate::store::audit::{self, AuditEntry};
use crate::store::{StoreError, redemptions};

/// How often one phase is tried while the database is busy. Only the phase: never the charge.
const TRIES: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// A phase of an attempt, committed as one.
#[derive(Clone, Debug)]
pub enum Change {
    /// The intent exists, unconfirmed.
    StoreIntent(String),
    /// Not settled yet.
    Wait(Waiting),
    /// Paid, by this intent; without one when nothing was due.
    Commit(Option<Box<Intent>>),
    /// Ended without a charge.
    Release(Release),
    /// Charged in a way nobody asked for.
    Hold(&'static str),
    /// The gateway did not answer, so nothing new is known.
    LookLater {
        /// How long the gateway asked not to be called.
        retry_after: Option<Duration>,
    },
}

/// Commits a change and gives the attempt as it then stands, which is as somebody else left it when they took it over
/// or were faster. `by` is the person or the part of the service that did it.
///
/// # Errors
/// When the database stays busy, or refuses: the row stands as it was, and recovery continues from it.
pub async fn record(
    state: &AppState,
    attempt: &AttemptRow,
    change: &Change,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let mut pause = FIRST_PAUSE;
    for _ in 1..TRIES {
        match once(state, attempt, change, by).await {
            Err(StoreError::Unavailable(cause)) => {
                tracing::warn!(attempt = attempt.id, %cause, "a phase of a payment is tried again");
            }
            Ok(now) => return Ok(now),
            // Another try would fail in the same way.
            Err(_) => break,
        }
        tokio::time::sleep(pause).await;
        pause = pause.saturating_mul(3);
    }
    let last = once(state, attempt, change, by).await;
    if let (Err(error), Change::Commit(Some(_))) = (&last, change) {
        state.alarms.raise(Alarm::ChargeNotRecorded, &attempt.id, error);
    }
    last
}

async fn once(
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
        // The audit has one row for each change, not for each check that found nothing new.
        Some(event) if has_changed(attempt, &now) => note(state, &mut transaction, &now, event, by).await?,
        Some(_) => {}
        None => tracing::warn!(attempt = attempt.id, ?change, "a late writer changed nothing"),
    }
    // A commit whose answer is lost is tried again; the row then says that it is done already.
    transaction.commit().await?;
    Ok(now)
}

/// Whether a reader of the audit learns anything from the attempt as it is now.
fn has_changed(before: &AttemptRow, now: &AttemptRow) -> bool {
    before.state != now.state
        || before.charged != now.charged
        || before.recovery_point != now.recovery_point
        || before.intent_id != now.intent_id
        || before.confirmation_url != now.confirmation_url
        || before.alarm != now.alarm
}

/// Gives the word for what happened, or `None` when the attempt is no longer this writer's.
async fn apply(
    state: &AppState,
    connection: &mut SqliteConnection,
    attempt: &AttemptRow,
    change: &Change,
) -> Result<Option<&'static str>, StoreError> {
    let now = state.clock.now();
    let (done, event) = match change {
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
    Ok(done.then_some(event))
}

/// Chains what happened to the audit trail.
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
