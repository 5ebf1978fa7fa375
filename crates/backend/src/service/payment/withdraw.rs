use sqlx::SqliteConnection;

use super::record::note;
use crate::app::AppState;
use crate::store::attempts::{self, AttemptRow, Release};
use crate::store::{StoreError, redemptions};

/// Ends an attempt whose intent is not stored, in the caller's transaction, so that its request cannot confirm the
/// intent. A later attempt is unchanged, because it may have charged.
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
    let row = attempts::by_id(connection, attempt.organization, &attempt.id).await?;
    note(state, connection, row.as_ref().unwrap_or(attempt), "attempt.canceled", by).await
}
