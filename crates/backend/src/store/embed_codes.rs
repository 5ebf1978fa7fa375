use billing::Instant;

use super::{Columns, StoreError};
use crate::store::Connection;

/// A one-time code for a session in a frame.
#[derive(Clone, Debug)]
pub struct EmbedCodeRow {
    /// The id of the client that got the code.
    pub client: String,
    /// The id of the person.
    pub person: String,
    /// The organization's id.
    pub organization: i64,
    /// The origin of the page that frames the app.
    pub origin: String,
    /// When the person last signed in at the portal.
    pub authenticated_at: Instant,
    /// The language tag of the portal.
    pub locale: Option<String>,
    /// The entries of the upgrade form, in JSON.
    pub prefill: Option<String>,
    /// When the code was issued.
    pub issued_at: Instant,
}

/// Stores a code under its hash.
pub async fn insert(conn: &mut Connection, code_hash: &str, code: &EmbedCodeRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO embed_code (code_hash, client, person, organization, origin, authenticated_at, locale, prefill,
           issued_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(code_hash)
    .bind(&code.client)
    .bind(&code.person)
    .bind(code.organization)
    .bind(&code.origin)
    .bind(code.authenticated_at.epoch_seconds())
    .bind(&code.locale)
    .bind(&code.prefill)
    .bind(code.issued_at.epoch_seconds())
    .execute(conn)
    .await?;
    Ok(())
}

/// The code with this hash, used or not.
pub async fn find(conn: &mut Connection, code_hash: &str) -> Result<Option<EmbedCodeRow>, StoreError> {
    let row = sqlx::query(
        "SELECT client, person, organization, origin, authenticated_at, locale, prefill, issued_at
         FROM embed_code WHERE code_hash = $1",
    )
    .bind(code_hash)
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(EmbedCodeRow {
            client: row.column("client")?,
            person: row.column("person")?,
            organization: row.column("organization")?,
            origin: row.column("origin")?,
            authenticated_at: row.instant("authenticated_at")?,
            locale: row.column("locale")?,
            prefill: row.column("prefill")?,
            issued_at: row.instant("issued_at")?,
        })
    })
    .transpose()
}

/// Marks a code as used. Returns `false` if it was used before: of several requests, one gets `true`.
pub async fn use_once(conn: &mut Connection, code_hash: &str, at: Instant) -> Result<bool, StoreError> {
    let updated = sqlx::query("UPDATE embed_code SET used_at = $1 WHERE code_hash = $2 AND used_at IS NULL")
        .bind(at.epoch_seconds())
        .bind(code_hash)
        .execute(conn)
        .await?;
    Ok(updated.rows_affected() == 1)
}

/// Deletes the codes that were issued before an instant.
pub async fn remove_before(conn: &mut Connection, issued_before: Instant) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM embed_code WHERE issued_at < $1")
        .bind(issued_before.epoch_seconds())
        .execute(conn)
        .await?;
    Ok(())
}
