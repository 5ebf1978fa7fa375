use billing::Instant;
use sqlx::sqlite::SqliteRow;

use super::{AttemptRow, RecoveryPoint};
use crate::store::Connection;
use crate::store::lease::CLOCK_SKEW_SECONDS;
use crate::store::{Columns, StoreError, UnreadableRow};

fn read_optional(row: Option<SqliteRow>) -> Result<Option<AttemptRow>, StoreError> {
    row.as_ref().map(AttemptRow::read).transpose()
}

/// The readable and unreadable rows of a query. An unreadable row does not fail the query.
#[derive(Debug, Default)]
pub struct AttemptRows {
    pub rows: Vec<AttemptRow>,
    pub unreadable: Vec<UnreadableRow>,
}

fn read_each(rows: &[SqliteRow]) -> AttemptRows {
    let mut found = AttemptRows::default();
    for row in rows {
        match AttemptRow::read(row) {
            Ok(attempt) => found.rows.push(attempt),
            Err(error) => found.unreadable.push(UnreadableRow::of(row, error)),
        }
    }
    found
}

/// The attempt of an organization with this id.
pub async fn by_id(
    connection: &mut Connection,
    organization: i64,
    id: &str,
) -> Result<Option<AttemptRow>, StoreError> {
    let query = "SELECT * FROM upgrade_attempt WHERE organization = $1 AND id = $2";
    read_optional(sqlx::query(query).bind(organization).bind(id).fetch_optional(connection).await?)
}

/// The attempt that a person started in an organization with this key.
///
/// Returns the attempt that holds the key, otherwise the last attempt that released it.
pub async fn by_key(
    connection: &mut Connection,
    organization: i64,
    person: &str,
    key: &str,
) -> Result<Option<AttemptRow>, StoreError> {
    read_optional(row_by_key(connection, organization, person, key).await?)
}

/// The id of the attempt that [`by_key`] reads.
pub async fn id_by_key(
    connection: &mut Connection,
    organization: i64,
    person: &str,
    key: &str,
) -> Result<Option<String>, StoreError> {
    row_by_key(connection, organization, person, key).await?.map(|row| row.column("id")).transpose()
}

async fn row_by_key(
    connection: &mut Connection,
    organization: i64,
    person: &str,
    key: &str,
) -> Result<Option<SqliteRow>, StoreError> {
    let query =
        "SELECT * FROM upgrade_attempt WHERE organization = $1 AND person = $2 AND idempotency_key = $3
                 ORDER BY key_released, started_at DESC, rowid DESC LIMIT 1";
    Ok(sqlx::query(query).bind(organization).bind(person).bind(key).fetch_optional(connection).await?)
}

/// The attempt with this gateway intent.
pub async fn by_intent(connection: &mut Connection, intent: &str) -> Result<Option<AttemptRow>, StoreError> {
    let query = "SELECT * FROM upgrade_attempt WHERE intent_id = $1";
    read_optional(sqlx::query(query).bind(intent).fetch_optional(connection).await?)
}

/// The open attempt of a subscription. The database allows only one.
pub async fn open_of(
    connection: &mut Connection,
    subscription: &str,
) -> Result<Option<AttemptRow>, StoreError> {
    let query = "SELECT * FROM upgrade_attempt WHERE subscription = $1
                 AND state IN ('started', 'charging', 'requires_action', 'unknown')";
    read_optional(sqlx::query(query).bind(subscription).fetch_optional(connection).await?)
}

/// The part of an open attempt that determines what else its subscription allows. It is readable when the details of the
/// attempt are not.
#[derive(Debug)]
pub struct OpenProgress {
    pub id: String,
    pub recovery_point: RecoveryPoint,
    pub is_held: bool,
}

/// The progress of the open attempt of a subscription.
pub async fn open_progress(
    connection: &mut Connection,
    subscription: &str,
) -> Result<Option<OpenProgress>, StoreError> {
    let query =
        "SELECT id, recovery_point, alarm IS NOT NULL AS held FROM upgrade_attempt WHERE subscription = $1
                 AND state IN ('started', 'charging', 'requires_action', 'unknown')";
    let row = sqlx::query(query).bind(subscription).fetch_optional(connection).await?;
    let read = |row: SqliteRow| {
        Ok(OpenProgress {
            id: row.column("id")?,
            recovery_point: row.word("recovery_point", RecoveryPoint::parse)?,
            is_held: row.column("held")?,
        })
    };
    row.map(read).transpose()
}

/// Whether an intent belongs to an open attempt, or to one that ended while the gateway kept its charge.
pub async fn is_open_intent(connection: &mut Connection, intent: &str) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM upgrade_attempt WHERE intent_id = $1 AND (alarm IS NOT NULL
                 OR state IN ('started', 'charging', 'requires_action', 'unknown'))";
    Ok(sqlx::query(query).bind(intent).fetch_optional(connection).await?.is_some())
}

/// The charged attempt for a quote.
pub async fn charged_for_quote(
    connection: &mut Connection,
    quote: &str,
) -> Result<Option<AttemptRow>, StoreError> {
    let query = "SELECT * FROM upgrade_attempt WHERE quote_id = $1 AND state = 'charged'";
    read_optional(sqlx::query(query).bind(quote).fetch_optional(connection).await?)
}

/// The open attempts that are not held and whose lease has expired according to
/// [`Lease::is_over`](crate::store::Lease::is_over), those with the fewest failed checks first.
pub async fn due(connection: &mut Connection, now: Instant, limit: i64) -> Result<AttemptRows, StoreError> {
    let query = "SELECT * FROM upgrade_attempt
                 WHERE state IN ('started', 'charging', 'requires_action', 'unknown') AND alarm IS NULL
                 AND (lease_until <= $1 OR lease_from > $1 + $2) ORDER BY failed_checks, lease_until LIMIT $3";
    let rows = sqlx::query(query)
        .bind(now.epoch_seconds())
        .bind(CLOCK_SKEW_SECONDS)
        .bind(limit)
        .fetch_all(connection)
        .await?;
    Ok(read_each(&rows))
}

/// The time of the next check of any open attempt.
pub async fn next_due(connection: &mut Connection) -> Result<Option<Instant>, StoreError> {
    let query = "SELECT MIN(lease_until) FROM upgrade_attempt
                 WHERE state IN ('started', 'charging', 'requires_action', 'unknown') AND alarm IS NULL";
    let seconds: Option<i64> = sqlx::query_scalar(query).fetch_one(connection).await?;
    Ok(seconds.and_then(Instant::from_epoch_seconds))
}

/// The ended attempts whose create request got no response and whose next check is due.
pub async fn unresolved_creates(
    connection: &mut Connection,
    now: Instant,
    limit: i64,
) -> Result<AttemptRows, StoreError> {
    let query = "SELECT * FROM upgrade_attempt WHERE create_unresolved = 1 AND recovery_point = 'R4'
                 AND (lease_until <= $1 OR lease_from > $1 + $2) ORDER BY failed_checks, lease_until LIMIT $3";
    let rows = sqlx::query(query)
        .bind(now.epoch_seconds())
        .bind(CLOCK_SKEW_SECONDS)
        .bind(limit)
        .fetch_all(connection)
        .await?;
    Ok(read_each(&rows))
}

/// The held attempts, which an operator must resolve, oldest first.
pub async fn held(connection: &mut Connection) -> Result<AttemptRows, StoreError> {
    let query =
        "SELECT * FROM upgrade_attempt WHERE state = 'unknown' AND alarm IS NOT NULL ORDER BY started_at";
    Ok(read_each(&sqlx::query(query).fetch_all(connection).await?))
}

/// The ids of open attempts that started before an instant and are not held.
pub async fn open_since(connection: &mut Connection, before: Instant) -> Result<Vec<String>, StoreError> {
    let query = "SELECT id FROM upgrade_attempt
                 WHERE state IN ('started', 'charging', 'requires_action', 'unknown') AND alarm IS NULL
                 AND started_at < $1";
    Ok(sqlx::query_scalar(query).bind(before.epoch_seconds()).fetch_all(connection).await?)
}

/// The attempt with this id, in any organization.
pub async fn by_id_anywhere(connection: &mut Connection, id: &str) -> Result<Option<AttemptRow>, StoreError> {
    read_optional(
        sqlx::query("SELECT * FROM upgrade_attempt WHERE id = $1")
            .bind(id)
            .fetch_optional(connection)
            .await?,
    )
}

/// Postpones the next check of an unreadable row.
pub async fn postpone_unreadable(
    connection: &mut Connection,
    id: &str,
    now: Instant,
    until: Instant,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE upgrade_attempt SET lease_from = $1, lease_until = $2 WHERE id = $3")
        .bind(now.epoch_seconds())
        .bind(until.epoch_seconds())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}
