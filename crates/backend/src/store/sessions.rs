use billing::Instant;

use super::people::UserRow;
use super::{Columns, StoreError};
use crate::store::Connection;

/// The session of a signed-in browser.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// The signed-in user.
    pub user: UserRow,
    /// When the user signed in.
    pub created_at: Instant,
    /// When the session was last used, to within a minute.
    pub used_at: Instant,
}

/// Stores a session under the hash of its token.
pub async fn insert(
    conn: &mut Connection,
    token_hash: &str,
    user: &str,
    at: Instant,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO session (token_hash, person, created_at, used_at) VALUES ($1, $2, $3, $4)")
        .bind(token_hash)
        .bind(user)
        .bind(at.epoch_seconds())
        .bind(at.epoch_seconds())
        .execute(conn)
        .await?;
    Ok(())
}

/// The session with this token hash.
pub async fn find(conn: &mut Connection, token_hash: &str) -> Result<Option<SessionRow>, StoreError> {
    let row = sqlx::query(
        "SELECT s.created_at, s.used_at, p.id, p.email, p.first_name, p.last_name
         FROM session s JOIN person p ON p.id = s.person WHERE s.token_hash = $1",
    )
    .bind(token_hash)
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(SessionRow {
            user: UserRow::read(&row)?,
            created_at: row.instant("created_at")?,
            used_at: row.instant("used_at")?,
        })
    })
    .transpose()
}

/// Sets the time of the last use of a session.
pub async fn touch(conn: &mut Connection, token_hash: &str, at: Instant) -> Result<(), StoreError> {
    sqlx::query("UPDATE session SET used_at = $1 WHERE token_hash = $2")
        .bind(at.epoch_seconds())
        .bind(token_hash)
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes a session.
pub async fn remove(conn: &mut Connection, token_hash: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(token_hash).execute(conn).await?;
    Ok(())
}

/// Deletes the sessions that were created before `created_before` or last used before `used_before`.
pub async fn remove_stale(
    conn: &mut Connection,
    created_before: Instant,
    used_before: Instant,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM session WHERE created_at < $1 OR used_at < $2")
        .bind(created_before.epoch_seconds())
        .bind(used_before.epoch_seconds())
        .execute(conn)
        .await?;
    Ok(())
}
