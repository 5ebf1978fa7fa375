use billing::Instant;

use super::people::UserRow;
use super::{Columns, StoreError};
use crate::store::Connection;

/// A bearer token of an embedded page.
#[derive(Clone, Debug)]
pub struct NewEmbedSession<'a> {
    /// The id of the frame's document.
    pub document: &'a str,
    /// The id of the client.
    pub client: &'a str,
    /// The id of the person.
    pub person: &'a str,
    /// The organization's id.
    pub organization: i64,
    /// The origin of the page that frames the app.
    pub origin: &'a str,
    /// When the person last signed in at the portal.
    pub authenticated_at: Instant,
    /// When the first token of the document was issued.
    pub started_at: Instant,
    /// When this token is issued.
    pub issued_at: Instant,
}

/// A stored bearer token, with its user.
#[derive(Clone, Debug)]
pub struct EmbedSessionRow {
    /// The user.
    pub user: UserRow,
    /// The id of the frame's document.
    pub document: String,
    /// The organization's id.
    pub organization: i64,
    /// When the person last signed in at the portal.
    pub authenticated_at: Instant,
    /// When the first token of the document was issued.
    pub started_at: Instant,
    /// When this token was issued.
    pub issued_at: Instant,
    /// When this token was last used, to within a minute.
    pub used_at: Instant,
}

/// The session of a document: what all its tokens have in common, and their last use.
#[derive(Clone, Debug)]
pub struct DocumentSessionRow {
    /// The id of the client.
    pub client: String,
    /// The id of the person.
    pub person: String,
    /// The organization's id.
    pub organization: i64,
    /// The origin of the page that frames the app.
    pub origin: String,
    /// When the first token was issued.
    pub started_at: Instant,
    /// When a token was last used, to within a minute.
    pub used_at: Instant,
}

/// Stores a token under its hash.
pub async fn insert(
    conn: &mut Connection,
    token_hash: &str,
    new: &NewEmbedSession<'_>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO embed_session (token_hash, document, client, person, organization, origin, authenticated_at,
           started_at, issued_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
    )
    .bind(token_hash)
    .bind(new.document)
    .bind(new.client)
    .bind(new.person)
    .bind(new.organization)
    .bind(new.origin)
    .bind(new.authenticated_at.epoch_seconds())
    .bind(new.started_at.epoch_seconds())
    .bind(new.issued_at.epoch_seconds())
    .execute(conn)
    .await?;
    Ok(())
}

/// The token with this hash, as long as its person is a member of its organization, and its client is enabled and still
/// has its organization and origin.
pub async fn find(conn: &mut Connection, token_hash: &str) -> Result<Option<EmbedSessionRow>, StoreError> {
    let row = sqlx::query(
        "SELECT s.document, s.organization, s.authenticated_at, s.started_at, s.issued_at, s.used_at,
           p.id, p.email, p.first_name, p.last_name
         FROM embed_session s
         JOIN person p ON p.id = s.person
         JOIN membership m ON m.person = s.person AND m.organization = s.organization
         JOIN embed_client c ON c.id = s.client AND c.disabled = 0
         JOIN embed_client_origin o ON o.client = s.client AND o.origin = s.origin
         JOIN embed_client_organization a ON a.client = s.client AND a.organization = s.organization
         WHERE s.token_hash = $1",
    )
    .bind(token_hash)
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(EmbedSessionRow {
            user: UserRow::read(&row)?,
            document: row.column("document")?,
            organization: row.column("organization")?,
            authenticated_at: row.instant("authenticated_at")?,
            started_at: row.instant("started_at")?,
            issued_at: row.instant("issued_at")?,
            used_at: row.instant("used_at")?,
        })
    })
    .transpose()
}

/// The session of a document.
pub async fn of_document(
    conn: &mut Connection,
    document: &str,
) -> Result<Option<DocumentSessionRow>, StoreError> {
    let row = sqlx::query(
        "SELECT client, person, organization, origin, started_at, used_at FROM embed_session
         WHERE document = $1 ORDER BY used_at DESC LIMIT 1",
    )
    .bind(document)
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(DocumentSessionRow {
            client: row.column("client")?,
            person: row.column("person")?,
            organization: row.column("organization")?,
            origin: row.column("origin")?,
            started_at: row.instant("started_at")?,
            used_at: row.instant("used_at")?,
        })
    })
    .transpose()
}

/// Sets the time of the last use of a token.
pub async fn touch(conn: &mut Connection, token_hash: &str, at: Instant) -> Result<(), StoreError> {
    sqlx::query("UPDATE embed_session SET used_at = $1 WHERE token_hash = $2")
        .bind(at.epoch_seconds())
        .bind(token_hash)
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes all tokens of a document.
pub async fn remove_document(conn: &mut Connection, document: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM embed_session WHERE document = $1").bind(document).execute(conn).await?;
    Ok(())
}

/// Deletes the tokens of sessions that started before an instant.
pub async fn remove_before(conn: &mut Connection, started_before: Instant) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM embed_session WHERE started_at < $1")
        .bind(started_before.epoch_seconds())
        .execute(conn)
        .await?;
    Ok(())
}
