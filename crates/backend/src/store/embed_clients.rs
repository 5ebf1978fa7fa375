use std::collections::BTreeSet;

use super::{Columns, StoreError};
use crate::store::Connection;

const END_SESSIONS: &str = "DELETE FROM embed_session WHERE client = $1 AND ($2
    OR organization NOT IN (SELECT organization FROM embed_client_organization WHERE client = $1)
    OR origin NOT IN (SELECT origin FROM embed_client_origin WHERE client = $1))";
const END_CODES: &str = "DELETE FROM embed_code WHERE client = $1 AND ($2
    OR organization NOT IN (SELECT organization FROM embed_client_organization WHERE client = $1)
    OR origin NOT IN (SELECT origin FROM embed_client_origin WHERE client = $1))";

/// A portal that may embed the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbedClientRow {
    /// The public id, which the address of a frame contains.
    pub id: String,
    /// Display name.
    pub name: String,
    /// The lower-case hex SHA-256 of its secret.
    pub secret_hash: String,
    /// Whether it gets no codes, and its sessions are invalid.
    pub disabled: bool,
    /// The exact origins of the pages that may frame the app.
    pub origins: BTreeSet<String>,
    /// The organizations whose pages may be embedded.
    pub organizations: BTreeSet<i64>,
}

/// The hash of a client's secret.
pub async fn secret_hash(conn: &mut Connection, id: &str) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar("SELECT secret_hash FROM embed_client WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await?)
}

/// The client with this id.
pub async fn find(conn: &mut Connection, id: &str) -> Result<Option<EmbedClientRow>, StoreError> {
    let row = sqlx::query("SELECT id, name, secret_hash, disabled FROM embed_client WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let origins = sqlx::query_scalar("SELECT origin FROM embed_client_origin WHERE client = $1")
        .bind(id)
        .fetch_all(&mut *conn)
        .await?;
    let organizations =
        sqlx::query_scalar("SELECT organization FROM embed_client_organization WHERE client = $1")
            .bind(id)
            .fetch_all(conn)
            .await?;
    Ok(Some(EmbedClientRow {
        id: row.column("id")?,
        name: row.column("name")?,
        secret_hash: row.column("secret_hash")?,
        disabled: row.column("disabled")?,
        origins: origins.into_iter().collect(),
        organizations: organizations.into_iter().collect(),
    }))
}

/// Adds a client, or replaces the one with its id.
pub async fn save(conn: &mut Connection, client: &EmbedClientRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO embed_client (id, name, secret_hash, disabled) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET name = $2, secret_hash = $3, disabled = $4",
    )
    .bind(&client.id)
    .bind(&client.name)
    .bind(&client.secret_hash)
    .bind(client.disabled)
    .execute(&mut *conn)
    .await?;
    sqlx::query("DELETE FROM embed_client_origin WHERE client = $1")
        .bind(&client.id)
        .execute(&mut *conn)
        .await?;
    for origin in &client.origins {
        sqlx::query("INSERT INTO embed_client_origin (client, origin) VALUES ($1, $2)")
            .bind(&client.id)
            .bind(origin)
            .execute(&mut *conn)
            .await?;
    }
    sqlx::query("DELETE FROM embed_client_organization WHERE client = $1")
        .bind(&client.id)
        .execute(&mut *conn)
        .await?;
    for organization in &client.organizations {
        sqlx::query("INSERT INTO embed_client_organization (client, organization) VALUES ($1, $2)")
            .bind(&client.id)
            .bind(organization)
            .execute(&mut *conn)
            .await?;
    }
    // What the client may no longer do has ended, also if it may do so again later.
    for statement in [END_SESSIONS, END_CODES] {
        sqlx::query(statement).bind(&client.id).bind(client.disabled).execute(&mut *conn).await?;
    }
    Ok(())
}
