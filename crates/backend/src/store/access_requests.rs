use billing::{Cycle, Instant};
use contract::AccessRequest;
use sqlx::sqlite::SqliteRow;

use super::people::UserRow;
use super::{Columns, StoreError, UnreadableRow};
use crate::store::Connection;

/// The maximum number of access requests returned.
const MAX_SHOWN: i64 = 20;

/// Stores an access request of a member.
pub async fn insert(
    conn: &mut Connection,
    organization: i64,
    person: &UserRow,
    request: &AccessRequest,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO access_request (id, organization, person, at, from_sessions, add_sessions, cycle, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&request.id)
    .bind(organization)
    .bind(&person.id)
    .bind(request.at.epoch_seconds())
    .bind(request.from_sessions)
    .bind(request.add)
    .bind(request.cycle.map(Cycle::as_str))
    .bind(&request.note)
    .execute(conn)
    .await?;
    Ok(())
}

/// The newest access requests of an organization since an instant, newest first. An unreadable one does not fail the
/// query.
pub async fn since(
    conn: &mut Connection,
    organization: i64,
    since: Instant,
) -> Result<Vec<Result<AccessRequest, UnreadableRow>>, StoreError> {
    let rows = sqlx::query(
        "SELECT a.id, a.at, a.from_sessions, a.add_sessions, a.cycle, a.note, p.first_name, p.last_name
         FROM access_request a JOIN person p ON p.id = a.person
         WHERE a.organization = $1 AND a.at >= $2 ORDER BY a.at DESC, a.rowid DESC LIMIT $3",
    )
    .bind(organization)
    .bind(since.epoch_seconds())
    .bind(MAX_SHOWN)
    .fetch_all(conn)
    .await?;
    Ok(rows.iter().map(|row| read(row).map_err(|error| UnreadableRow::of(row, error))).collect())
}

fn read(row: &SqliteRow) -> Result<AccessRequest, StoreError> {
    let (first, last): (String, String) = (row.column("first_name")?, row.column("last_name")?);
    Ok(AccessRequest {
        id: row.column("id")?,
        by: format!("{first} {last}"),
        at: row.instant("at")?,
        from_sessions: row.column("from_sessions")?,
        add: row.column("add_sessions")?,
        cycle: row.word_or_null("cycle", Cycle::parse)?,
        note: row.column("note")?,
    })
}

/// The number of access requests of a person in an organization after an instant.
pub async fn asked_since(
    conn: &mut Connection,
    organization: i64,
    person: &str,
    since: Instant,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT count(*) FROM access_request WHERE organization = $1 AND person = $2 AND at > $3",
    )
    .bind(organization)
    .bind(person)
    .bind(since.epoch_seconds())
    .fetch_one(conn)
    .await?)
}
