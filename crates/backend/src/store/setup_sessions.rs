//! Visits to the gateway's page that saves a card.

use billing::Instant;
use sqlx::sqlite::SqliteRow;

use super::{Columns, StoreError};
use crate::store::Connection;

/// A visit to the gateway's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupSessionRow {
    /// Opaque id.
    pub id: String,
    /// The organization that the card is saved for.
    pub organization: i64,
    /// The person who opened the page.
    pub person: String,
    /// The gateway's id.
    pub gateway_session: String,
    /// The gateway's page.
    pub url: String,
    /// The state.
    pub state: SetupState,
    /// The id of the saved card of a complete session.
    pub card: Option<String>,
    /// When the page expires.
    pub expires_at: Instant,
}

/// The state of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupState {
    /// The person can save a card, or the gateway has not been asked yet.
    Open,
    /// A card was saved.
    Complete,
    /// No card was saved, and none will be.
    Ended,
}

impl SetupState {
    fn parse(word: &str) -> Option<Self> {
        [Self::Open, Self::Complete, Self::Ended].into_iter().find(|state| state.as_str() == word)
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Ended => "ended",
        }
    }
}

impl SetupSessionRow {
    fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.column("id")?,
            organization: row.column("organization")?,
            person: row.column("person")?,
            gateway_session: row.column("gateway_session")?,
            url: row.column("url")?,
            state: row.word("state", SetupState::parse)?,
            card: row.column("card")?,
            expires_at: row.instant("expires_at")?,
        })
    }
}

/// Inserts an open session.
pub async fn insert(conn: &mut Connection, session: &SetupSessionRow, at: Instant) -> Result<(), StoreError> {
    let query = "INSERT INTO setup_session
                   (id, organization, person, gateway_session, url, state, created_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    sqlx::query(query)
        .bind(&session.id)
        .bind(session.organization)
        .bind(&session.person)
        .bind(&session.gateway_session)
        .bind(&session.url)
        .bind(session.state.as_str())
        .bind(at.epoch_seconds())
        .bind(session.expires_at.epoch_seconds())
        .execute(conn)
        .await?;
    Ok(())
}

/// The session of an organization with this id.
pub async fn by_id(
    conn: &mut Connection,
    organization: i64,
    id: &str,
) -> Result<Option<SetupSessionRow>, StoreError> {
    let query = "SELECT * FROM setup_session WHERE organization = $1 AND id = $2";
    let row = sqlx::query(query).bind(organization).bind(id).fetch_optional(conn).await?;
    row.as_ref().map(SetupSessionRow::read).transpose()
}

/// The session with this id at the gateway.
pub async fn by_gateway_session(
    conn: &mut Connection,
    gateway_session: &str,
) -> Result<Option<SetupSessionRow>, StoreError> {
    let query = "SELECT * FROM setup_session WHERE gateway_session = $1";
    let row = sqlx::query(query).bind(gateway_session).fetch_optional(conn).await?;
    row.as_ref().map(SetupSessionRow::read).transpose()
}

/// Whether a later session of the organization has saved a card.
pub async fn has_later_card(conn: &mut Connection, session: &SetupSessionRow) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM setup_session AS later
                 JOIN setup_session AS this ON this.id = $1 AND this.organization = later.organization
                 WHERE later.organization = $2 AND later.state = 'complete' AND later.created_at > this.created_at
                 LIMIT 1";
    let row = sqlx::query(query).bind(&session.id).bind(session.organization).fetch_optional(conn).await?;
    Ok(row.is_some())
}

/// Ends an open session with its card, or without one. Returns `false` if it has ended before.
pub async fn end(conn: &mut Connection, id: &str, card: Option<&str>) -> Result<bool, StoreError> {
    let state = if card.is_some() { SetupState::Complete } else { SetupState::Ended };
    let query = "UPDATE setup_session SET state = $1, card = $2 WHERE id = $3 AND state = 'open'";
    let result = sqlx::query(query).bind(state.as_str()).bind(card).bind(id).execute(conn).await?;
    Ok(result.rows_affected() == 1)
}
