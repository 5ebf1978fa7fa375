use billing::Instant;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::{Columns, StoreError};

/// Where the payment of a renewal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenewalState {
    /// Being charged, or the outcome is not known.
    Charging,
    /// Certainly not charged; another card may be.
    Declined,
    /// Booked.
    Paid,
}

impl RenewalState {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "charging" => Some(Self::Charging),
            "declined" => Some(Self::Declined),
            "paid" => Some(Self::Paid),
            _ => None,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Charging => "charging",
            Self::Declined => "declined",
            Self::Paid => "paid",
        }
    }
}

/// A renewal from the moment it falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewalRow {
    /// What renews.
    pub subscription: String,
    /// The boundary it is for.
    pub due_at: Instant,
    /// Where its payment stands.
    pub state: RenewalState,
    /// Which try this is, from 1.
    pub tries: i64,
    /// What is booked once it is paid, in JSON.
    pub booking: String,
    /// What is charged, in minor units of `currency`.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// The card of this try; absent where there was none to charge.
    pub card_ref: Option<String>,
    /// The intent of this try.
    pub intent_id: Option<String>,
    /// Not looked at again before.
    pub next_try_at: Instant,
}

impl RenewalRow {
    fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            subscription: row.column("subscription")?,
            due_at: row.instant("due_at")?,
            state: row.word("state", RenewalState::parse)?,
            tries: row.column("tries")?,
            booking: row.column("booking")?,
            amount_minor: row.column("amount_minor")?,
            currency: row.column("currency")?,
            card_ref: row.column("card_ref")?,
            intent_id: row.column("intent_id")?,
            next_try_at: row.instant("next_try_at")?,
        })
    }
}

/// The renewal of a subscription that is not paid yet.
///
/// # Errors
/// The database's.
pub async fn unpaid(
    conn: &mut SqliteConnection,
    subscription: &str,
) -> Result<Option<RenewalRow>, StoreError> {
    let row = sqlx::query("SELECT * FROM renewal WHERE subscription = ? AND state <> 'paid'")
        .bind(subscription)
        .fetch_optional(conn)
        .await?;
    row.as_ref().map(RenewalRow::read).transpose()
}

/// Writes a new renewal, or the next try of one that was declined.
///
/// # Errors
/// The database's.
pub async fn put(conn: &mut SqliteConnection, renewal: &RenewalRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO renewal (subscription, due_at, state, tries, booking, amount_minor, currency, card_ref,
           intent_id, next_try_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (subscription, due_at) DO UPDATE SET state = ?3, tries = ?4, booking = ?5, amount_minor = ?6,
           currency = ?7, card_ref = ?8, intent_id = ?9, next_try_at = ?10
         WHERE renewal.state = 'declined'",
    )
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.state.as_str())
    .bind(renewal.tries)
    .bind(&renewal.booking)
    .bind(renewal.amount_minor)
    .bind(&renewal.currency)
    .bind(&renewal.card_ref)
    .bind(&renewal.intent_id)
    .bind(renewal.next_try_at.epoch_seconds())
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores the intent of a try before it is confirmed.
///
/// # Errors
/// The database's.
pub async fn store_intent(
    conn: &mut SqliteConnection,
    renewal: &RenewalRow,
    intent: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE renewal SET intent_id = ? WHERE subscription = ? AND due_at = ? AND tries = ? AND state = 'charging'",
    )
    .bind(intent)
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.tries)
    .execute(conn)
    .await?;
    Ok(())
}

/// Leaves a try as it stands until later.
///
/// # Errors
/// The database's.
pub async fn wait(
    conn: &mut SqliteConnection,
    renewal: &RenewalRow,
    until: Instant,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE renewal SET next_try_at = ? WHERE subscription = ? AND due_at = ? AND tries = ? AND state = 'charging'",
    )
    .bind(until.epoch_seconds())
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.tries)
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends a try. `false` when it had ended already.
///
/// # Errors
/// The database's.
pub async fn settle(
    conn: &mut SqliteConnection,
    renewal: &RenewalRow,
    state: RenewalState,
    at: Instant,
) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE renewal SET state = ?, settled_at = ?
         WHERE subscription = ? AND due_at = ? AND tries = ? AND state = 'charging'",
    )
    .bind(state.as_str())
    .bind(at.epoch_seconds())
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.tries)
    .execute(conn)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Whether an intent belongs to a renewal that is being charged, or that waits for a person's decision.
///
/// # Errors
/// When the database cannot be read.
pub async fn is_open_intent(conn: &mut SqliteConnection, intent: &str) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM renewal WHERE intent_id = ? AND state IN ('charging', 'held')";
    Ok(sqlx::query(query).bind(intent).fetch_optional(conn).await?.is_some())
}
