use billing::Instant;
use contract::PaymentMethod;
use sqlx::sqlite::SqliteRow;

use super::{Columns, StoreError};
use crate::store::Connection;

/// A card on file. Only the gateway stores the card number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
    /// Opaque id.
    pub id: String,
    /// The gateway's reference to the card.
    pub card_ref: String,
    /// Brand in lower case.
    pub brand: String,
    /// Last four digits.
    pub last4: String,
    /// The expiry month, 1 to 12. The card is valid until the end of it.
    pub expires_month: u8,
    /// The expiry year, four digits.
    pub expires_year: u16,
}

impl CardRow {
    /// Whether the card has expired. A card with an invalid expiry month has expired.
    #[must_use]
    pub fn expired(&self, now: Instant) -> bool {
        Instant::parse(&format!("{:04}-{:02}-01T00:00:00Z", self.expires_year, self.expires_month))
            .and_then(|first| first.checked_add_months(1))
            .is_none_or(|after| now >= after)
    }

    /// The API representation of the card.
    #[must_use]
    pub fn summary(&self, now: Instant) -> PaymentMethod {
        PaymentMethod {
            id: self.id.clone(),
            brand: self.brand.clone(),
            last4: self.last4.clone(),
            expires_month: self.expires_month,
            expires_year: self.expires_year,
            expired: self.expired(now),
        }
    }
}

/// The card on file of an organization.
pub async fn on_file(conn: &mut Connection, organization: i64) -> Result<Option<CardRow>, StoreError> {
    let row = sqlx::query(
        "SELECT id, card_ref, brand, last4, expires_month, expires_year FROM payment_card
         WHERE organization = $1 AND replaced_at IS NULL",
    )
    .bind(organization)
    .fetch_optional(conn)
    .await?;
    row.map(|row| card(&row)).transpose()
}

/// The card of an organization with this id, on file or replaced.
pub async fn by_id(
    conn: &mut Connection,
    organization: i64,
    id: &str,
) -> Result<Option<CardRow>, StoreError> {
    let query = "SELECT id, card_ref, brand, last4, expires_month, expires_year FROM payment_card
                 WHERE organization = $1 AND id = $2";
    let row = sqlx::query(query).bind(organization).bind(id).fetch_optional(conn).await?;
    row.map(|row| card(&row)).transpose()
}

/// The person who saved a card, if known.
pub async fn saved_by(conn: &mut Connection, id: &str) -> Result<Option<String>, StoreError> {
    let query = "SELECT saved_by FROM payment_card WHERE id = $1";
    let person: Option<Option<String>> = sqlx::query_scalar(query).bind(id).fetch_optional(conn).await?;
    Ok(person.flatten())
}

fn card(row: &SqliteRow) -> Result<CardRow, StoreError> {
    Ok(CardRow {
        id: row.column("id")?,
        card_ref: row.column("card_ref")?,
        brand: row.column("brand")?,
        last4: row.column("last4")?,
        expires_month: row.column("expires_month")?,
        expires_year: row.column("expires_year")?,
    })
}

/// Replaces the card on file.
pub async fn replace(
    conn: &mut Connection,
    organization: i64,
    card: &CardRow,
    saved_by: Option<&str>,
    at: Instant,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE payment_card SET replaced_at = $1 WHERE organization = $2 AND replaced_at IS NULL")
        .bind(at.epoch_seconds())
        .bind(organization)
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "INSERT INTO payment_card
           (id, organization, card_ref, brand, last4, expires_month, expires_year, saved_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&card.id)
    .bind(organization)
    .bind(&card.card_ref)
    .bind(&card.brand)
    .bind(&card.last4)
    .bind(card.expires_month)
    .bind(card.expires_year)
    .bind(saved_by)
    .execute(conn)
    .await?;
    Ok(())
}
