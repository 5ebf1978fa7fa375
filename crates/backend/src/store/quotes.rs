use billing::Instant;

use super::{Columns, StoreError};
use crate::store::Connection;

/// A stored sealed quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteRow {
    /// Opaque id.
    pub id: String,
    /// The organization's id.
    pub organization: i64,
    /// The id of the person who requested it.
    pub user: String,
    /// The id of the subscription it changes.
    pub subscription: String,
    /// The version of the subscription when the quote was created.
    pub version: i64,
    /// The instant of the proration.
    pub as_of: Instant,
    /// The first instant at which the quote is expired.
    pub expires_at: Instant,
    /// The exact text that was sealed.
    pub sealed: String,
    /// SHA-256 of `sealed`, in lower-case hex.
    pub quote_hash: String,
}

/// Stores a quote.
pub async fn insert(conn: &mut Connection, quote: &QuoteRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO quote
           (id, organization, person, subscription, version, as_of, expires_at, sealed, quote_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
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

/// The quote with this id.
pub async fn find(conn: &mut Connection, id: &str) -> Result<Option<QuoteRow>, StoreError> {
    let row = sqlx::query(
        "SELECT id, organization, person, subscription, version, as_of, expires_at, sealed, quote_hash
         FROM quote WHERE id = $1",
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

/// The number of unexpired quotes of an organization.
pub async fn holding(conn: &mut Connection, organization: i64, now: Instant) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM quote WHERE organization = $1 AND expires_at > $2")
        .bind(organization)
        .bind(now.epoch_seconds())
        .fetch_one(conn)
        .await?)
}
