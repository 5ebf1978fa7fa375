use billing::Instant;
use contract::PaymentMethod;
use sqlx::SqliteConnection;

use super::{Columns, StoreError};

/// A card on file. Its number is the gateway's alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
    /// Opaque id.
    pub id: String,
    /// The gateway's name for it.
    pub card_ref: String,
    /// Brand in lower case.
    pub brand: String,
    /// Last four digits.
    pub last4: String,
    /// The month it expires at the end of, 1 to 12.
    pub expires_month: u8,
    /// The year it expires in, four digits.
    pub expires_year: u16,
}

impl CardRow {
    /// Whether the last day printed on the card has passed. A month that does not exist has passed.
    #[must_use]
    pub fn expired(&self, now: Instant) -> bool {
        Instant::parse(&format!("{:04}-{:02}-01T00:00:00Z", self.expires_year, self.expires_month))
            .and_then(|first| first.checked_add_months(1))
            .is_none_or(|after| now >= after)
    }

    /// The card as far as anybody but the gateway may know it.
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
///
/// # Errors
/// The database's.
pub async fn on_file(conn: &mut SqliteConnection, organization: i64) -> Result<Option<CardRow>, StoreError> {
    let row = sqlx::query(
        "SELECT id, card_ref, brand, last4, expires_month, expires_year FROM payment_card
         WHERE organization = ? AND replaced_at IS NULL",
    )
    .bind(organization)
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(CardRow {
            id: row.column("id")?,
            card_ref: row.column("card_ref")?,
            brand: row.column("brand")?,
            last4: row.column("last4")?,
            expires_month: row.column("expires_month")?,
            expires_year: row.column("expires_year")?,
        })
    })
    .transpose()
}

/// Puts a card on file in place of the one before it.
///
/// # Errors
/// The database's.
pub async fn replace(
    conn: &mut SqliteConnection,
    organization: i64,
    card: &CardRow,
    at: Instant,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE payment_card SET replaced_at = ? WHERE organization = ? AND replaced_at IS NULL")
        .bind(at.epoch_seconds())
        .bind(organization)
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "INSERT INTO payment_card
           (id, organization, card_ref, brand, last4, expires_month, expires_year, added_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&card.id)
    .bind(organization)
    .bind(&card.card_ref)
    .bind(&card.brand)
    .bind(&card.last4)
    .bind(card.expires_month)
    .bind(card.expires_year)
    .bind(at.epoch_seconds())
    .execute(conn)
    .await?;
    Ok(())
}
