use billing::Instant;
use sqlx::SqliteConnection;

use super::{Columns, StoreError};

/// Refused codes of one scope since its window began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedCodes {
    /// When the window began.
    pub window_start: Instant,
    /// Refusals since then.
    pub refused: i64,
}

/// The count of a scope.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut SqliteConnection, scope: &str) -> Result<Option<RefusedCodes>, StoreError> {
    let row = sqlx::query("SELECT window_start, refused FROM refused_code_count WHERE scope = ?")
        .bind(scope)
        .fetch_optional(conn)
        .await?;
    row.map(|row| {
        Ok(RefusedCodes { window_start: row.instant("window_start")?, refused: row.column("refused")? })
    })
    .transpose()
}

/// Counts one more refusal; a window that began at or before `stale`, or lies in the future, starts again.
///
/// # Errors
/// The database's.
pub async fn add(
    conn: &mut SqliteConnection,
    scope: &str,
    now: Instant,
    stale: Instant,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO refused_code_count (scope, window_start, refused) VALUES (?1, ?2, 1)
         ON CONFLICT (scope) DO UPDATE SET
           refused = CASE WHEN window_start <= ?3 OR window_start > ?2 THEN 1 ELSE refused + 1 END,
           window_start = CASE WHEN window_start <= ?3 OR window_start > ?2 THEN ?2 ELSE window_start END",
    )
    .bind(scope)
    .bind(now.epoch_seconds())
    .bind(stale.epoch_seconds())
    .execute(conn)
    .await?;
    Ok(())
}
