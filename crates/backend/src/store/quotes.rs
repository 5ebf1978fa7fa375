use billing::Instant;
use sqlx::SqliteConnection;

use super::{Columns, StoreError};

/// A sealed quote as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteRow {
    /// Opaque id.
    pub id: String,
    /// Whose it is.
    pub organization: i64,
    /// Who asked for it.
    pub user: String,
    /// The subscription it changes.
    pub subscription: String,
    /// The subscription's version it was made for.
    pub version: i64,
    /// The instant it was priced at.
    pub as_of: Instant,
    /// The first instant at which it no longer holds.
    pub expires_at: Instant,
    /// The exact text that was sealed.
    pub sealed: String,
    /// Lower-case hex SHA-256 of it.
    pub quote_hash: String,
}

/// Keeps a quote.
pub async fn insert(conn: &mut SqliteConnection, quote: &QuoteRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO quote
           (id, organization, person, subscription, version, as_of, expires_at, sealed, quote_hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&quote.id)
    .bind(quote.organization)
    .bind(&quote.user)
    .bind(&quote.subscription)
    .bind(quote.version)
    .bind(quote.as_of.epoch_seconds())
    .bind(quote.expires_at.epoch_seconds())
    .bind(&quote.sealed)
    .bind(&quote.quote_hash)
    .execute(conn)
    .await?;
    Ok(())
}

/// A kept quote.
pub async fn find(conn: &mut SqliteConnection, id: &str) -> Result<Option<QuoteRow>, StoreError> {
    let row = sqlx::query(
        "SELECT id, organization, person, subscription, version, as_of, expires_at, sealed, quote_hash
         FROM quote WHERE id = ?",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(QuoteRow {
            id: row.column("id")?,
            organization: row.column("organization")?,
            user: row.column("person")?,
            subscription: row.column("subscription")?,
            version: row.column("version")?,
            as_of: row.instant("as_of")?,
            expires_at: row.instant("expires_at")?,
            sealed: row.column("sealed")?,
            quote_hash: row.column("quote_hash")?,
        })
    })
    .transpose()
}

/// How many quotes of an organization still hold.
pub async fn holding(
    conn: &mut SqliteConnection,
    organization: i64,
    now: Instant,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM quote WHERE organization = ? AND expires_at > ?")
        .bind(organization)
        .bind(now.epoch_seconds())
        .fetch_one(conn)
        .await?)
}
