use billing::Instant;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::AttemptRow;
use crate::store::lease::CLOCK_SKEW_SECONDS;
use crate::store::{Columns, StoreError};

fn one(row: Option<SqliteRow>) -> Result<Option<AttemptRow>, StoreError> {
    row.as_ref().map(AttemptRow::read).transpose()
}

/// Rows read one by one, so that one that cannot be read does not hide the others.
#[derive(Debug, Default)]
pub struct Found {
    pub rows: Vec<AttemptRow>,
    pub unreadable: Vec<Unreadable>,
}

/// A row that cannot be read.
#[derive(Debug)]
pub struct Unreadable {
    pub id: String,
    /// Which column cannot be read.
    pub error: StoreError,
}

fn read_each(rows: &[SqliteRow]) -> Result<Found, StoreError> {
    let mut found = Found::default();
    for row in rows {
        match AttemptRow::read(row) {
            Ok(attempt) => found.rows.push(attempt),
            Err(error) => found.unreadable.push(Unreadable { id: row.column("id")?, error }),
        }
    }
    Ok(found)
}

/// The attempt of that id, in that organization only.
pub async fn by_id(
    connection: &mut SqliteConnection,
    organization: i64,
    id: &str,
) -> Result<Option<AttemptRow>, StoreError> {
    let query = "SELECT * FROM upgrade_attempt WHERE organization = ? AND id = ?";
    one(sqlx::query(query).bind(organization).bind(id).fetch_optional(connection).await?)
}

/// The attempt begun with that key by that person there: the one that holds it, else the last one that let it go.
pub async fn by_key(
    connection: &mut SqliteConnection,
    organization: i64,
    person: &str,
    key: &str,
) -> Result<Option<AttemptRow>, StoreError> {
    let query = "SELECT * FROM upgrade_attempt WHERE organization = ? AND person = ? AND idempotency_key = ?
                 ORDER BY key_released, started_at DESC, rowid DESC LIMIT 1";
    one(sqlx::query(query).bind(organization).bind(person).bind(key).fetch_optional(connection).await?)
}

/// The attempt an intent of the gateway belongs to.
pub async fn by_intent(
    connection: &mut SqliteConnection,
    intent: &str,
) -> Result<Option<AttemptRow>, StoreError> {
    let query = "SELECT * FROM upgrade_attempt WHERE intent_id = ?";
    one(sqlx::query(query).bind(intent).fetch_optional(connection).await?)
}

/// The attempt that has not ended for a subscription; the database allows one.
pub async fn open_of(
    connection: &mut SqliteConnection,
    subscription: &str,
) -> Result<Option<AttemptRow>, StoreError> {
    let query = "SELECT * FROM upgrade_attempt WHERE subscription = ?
                 AND state IN ('started', 'charging', 'requires_action', 'unknown')";
    one(sqlx::query(query).bind(subscription).fetch_optional(connection).await?)
}

/// The attempt that paid a quote.
pub async fn charged_for_quote(
    connection: &mut SqliteConnection,
    quote: &str,
) -> Result<Option<AttemptRow>, StoreError> {
    let query = "SELECT * FROM upgrade_attempt WHERE quote_id = ? AND state = 'charged'";
    one(sqlx::query(query).bind(quote).fetch_optional(connection).await?)
}

/// Open attempts whose lease has expired, by [`Lease::is_over`](crate::store::Lease::is_over), and that no person must decide. Those with
/// the fewest failed checks come first.
pub async fn due(connection: &mut SqliteConnection, now: Instant, limit: i64) -> Result<Found, StoreError> {
    let query = "SELECT * FROM upgrade_attempt
                 WHERE state IN ('started', 'charging', 'requires_action', 'unknown') AND alarm IS NULL
                 AND (lease_until <= ?1 OR lease_from > ?1 + ?2) ORDER BY failed_checks, lease_until LIMIT ?3";
    let rows = sqlx::query(query)
        .bind(now.epoch_seconds())
        .bind(CLOCK_SKEW_SECONDS)
        .bind(limit)
        .fetch_all(connection)
        .await?;
    read_each(&rows)
}

/// When the next check of any open attempt is due.
pub async fn next_due(connection: &mut SqliteConnection) -> Result<Option<Instant>, StoreError> {
    let query = "SELECT MIN(lease_until) FROM upgrade_attempt
                 WHERE state IN ('started', 'charging', 'requires_action', 'unknown') AND alarm IS NULL";
    let seconds: Option<i64> = sqlx::query_scalar(query).fetch_one(connection).await?;
    Ok(seconds.and_then(Instant::from_epoch_seconds))
}

/// Ended attempts whose create was never answered and whose next check is due.
pub async fn unresolved_creates(
    connection: &mut SqliteConnection,
    now: Instant,
    limit: i64,
) -> Result<Found, StoreError> {
    let query = "SELECT * FROM upgrade_attempt WHERE create_unresolved = 1 AND recovery_point = 'R4'
                 AND (lease_until <= ?1 OR lease_from > ?1 + ?2) ORDER BY failed_checks, lease_until LIMIT ?3";
    let rows = sqlx::query(query)
        .bind(now.epoch_seconds())
        .bind(CLOCK_SKEW_SECONDS)
        .bind(limit)
        .fetch_all(connection)
        .await?;
    read_each(&rows)
}

/// Attempts that a person must decide about, oldest first.
pub async fn held(connection: &mut SqliteConnection) -> Result<Vec<AttemptRow>, StoreError> {
    let query =
        "SELECT * FROM upgrade_attempt WHERE state = 'unknown' AND alarm IS NOT NULL ORDER BY started_at";
    sqlx::query(query).fetch_all(connection).await?.iter().map(AttemptRow::read).collect()
}

/// The ids of open attempts that were started before an instant and that no person must decide about.
pub async fn open_since(
    connection: &mut SqliteConnection,
    before: Instant,
) -> Result<Vec<String>, StoreError> {
    let query = "SELECT id FROM upgrade_attempt
                 WHERE state IN ('started', 'charging', 'requires_action', 'unknown') AND alarm IS NULL
                 AND started_at < ?";
    Ok(sqlx::query_scalar(query).bind(before.epoch_seconds()).fetch_all(connection).await?)
}

/// The attempt of that id in any organization.
pub async fn by_id_anywhere(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<Option<AttemptRow>, StoreError> {
    one(sqlx::query("SELECT * FROM upgrade_attempt WHERE id = ?").bind(id).fetch_optional(connection).await?)
}

/// Checks a row that cannot be read again at a later time.
pub async fn postpone_unreadable(
    connection: &mut SqliteConnection,
    id: &str,
    now: Instant,
    until: Instant,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE upgrade_attempt SET lease_from = ?, lease_until = ? WHERE id = ?")
        .bind(now.epoch_seconds())
        .bind(until.epoch_seconds())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}
