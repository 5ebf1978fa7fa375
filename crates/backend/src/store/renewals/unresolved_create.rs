use billing::Instant;
use sqlx::sqlite::SqliteRow;

use crate::store::lease::CLOCK_SKEW_SECONDS;
use crate::store::{Columns, Connection, Lease, StoreError, UnreadableRow};

/// An ended attempt of a renewal whose create request may have made an intent that is not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnresolvedCreate {
    /// The name of the attempt at the gateway.
    pub attempt: String,
    /// The organization's id.
    pub organization: i64,
    /// The amount of the intent, in minor units of `currency`.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// The gateway's reference to the card.
    pub card_ref: String,
    /// An instant before the request was sent.
    pub sent_at: Instant,
    /// The number of checks that did not resolve it.
    pub checks: i64,
    /// When the next check is due.
    pub lease: Lease,
}

impl UnresolvedCreate {
    fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            attempt: row.column("attempt")?,
            organization: row.column("organization")?,
            amount_minor: row.column("amount_minor")?,
            currency: row.column("currency")?,
            card_ref: row.column("card_ref")?,
            sent_at: row.instant("sent_at")?,
            checks: row.column("checks")?,
            lease: Lease { from: row.instant("lease_from")?, until: row.instant("lease_until")? },
        })
    }
}

/// Stores an unresolved create request.
pub async fn insert_unresolved_create(
    conn: &mut Connection,
    create: &UnresolvedCreate,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO renewal_create
           (attempt, organization, amount_minor, currency, card_ref, sent_at, checks, lease_from, lease_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (attempt) DO NOTHING",
    )
    .bind(&create.attempt)
    .bind(create.organization)
    .bind(create.amount_minor)
    .bind(&create.currency)
    .bind(&create.card_ref)
    .bind(create.sent_at.epoch_seconds())
    .bind(create.checks)
    .bind(create.lease.from.epoch_seconds())
    .bind(create.lease.until.epoch_seconds())
    .execute(conn)
    .await?;
    Ok(())
}

/// The unresolved create requests whose next check is due, those with the fewest checks first. An unreadable one does
/// not fail the query.
pub async fn unresolved_creates(
    conn: &mut Connection,
    now: Instant,
    limit: i64,
) -> Result<Vec<Result<UnresolvedCreate, UnreadableRow>>, StoreError> {
    let query = "SELECT *, attempt AS id FROM renewal_create WHERE lease_until <= $1 OR lease_from > $1 + $2
                 ORDER BY checks, lease_until LIMIT $3";
    let rows = sqlx::query(query)
        .bind(now.epoch_seconds())
        .bind(CLOCK_SKEW_SECONDS)
        .bind(limit)
        .fetch_all(conn)
        .await?;
    let read = |row| UnresolvedCreate::read(row).map_err(|error| UnreadableRow::of(row, error));
    Ok(rows.iter().map(read).collect())
}

/// Postpones the next check of an unresolved create request until the end of `next`.
///
/// Returns `false` if another process checks it.
pub async fn postpone_create(
    conn: &mut Connection,
    create: &UnresolvedCreate,
    next: Lease,
) -> Result<bool, StoreError> {
    let result = sqlx::query(
        "UPDATE renewal_create SET lease_from = $1, lease_until = $2, checks = checks + 1
         WHERE attempt = $3 AND checks = $4",
    )
    .bind(next.from.epoch_seconds())
    .bind(next.until.epoch_seconds())
    .bind(&create.attempt)
    .bind(create.checks)
    .execute(conn)
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Deletes a create request that is resolved.
pub async fn delete_create(conn: &mut Connection, attempt: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM renewal_create WHERE attempt = $1").bind(attempt).execute(conn).await?;
    Ok(())
}
