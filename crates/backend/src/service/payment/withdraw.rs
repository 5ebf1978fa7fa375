use sqlx::SqliteConnection;

use super::record::note;
use crate::app::AppState;
use crate::store::attempts::{self, AttemptRow, Release};
use crate::store::{StoreError, redemptions};

/// Ends an attempt whose intent is not stored, in the caller's transaction: its request then confirms nothing. One past
/// that is left as it is, because it may have charged.
///
/// # Errors
/// When the database cannot be written.
pub async fn withdraw(
    state: &AppState,
    connection: &mut SqliteConnection,
    attempt: &AttemptRow,
    by: &str,
) -> Result<(), StoreError> {
    let now = state.clock.now();
    let release = Release::NotSent { unresolved: attempt.amount_due_minor > 0 };
    if !attempts::release(connection, attempt, release, now).await? {
        return Ok(());
    }
    redemptions::release(connection, &attempt.id, now).await?;
    let ended = attempts::by_id(connection, attempt.organization, &attempt.id).await?;
    note(state, connection, ended.as_ref().unwrap_or(attempt), "attempt.canceled", by).await
}
