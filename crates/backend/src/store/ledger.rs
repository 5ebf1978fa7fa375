//! The ledger: double entry, append only, minor units.

use billing::Instant;
use sqlx::SqliteConnection;

use super::{Columns, StoreError};

/// What one payment or renewal books. Debits are positive; revenue is what balances the other three, so a group sums
/// to zero by construction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Names the business event, and may be booked once: `attempt:{id}` or `renewal:{subscription}:{instant}`.
    pub group: String,
    /// Whose it is.
    pub organization: i64,
    /// Currency of every amount.
    pub currency: String,
    /// What the gateway took.
    pub cash_minor: i64,
    /// Tax charged less tax given back.
    pub tax_minor: i64,
    /// How much the customer's balance rose, below 0 when it was used up.
    pub balance_rise_minor: i64,
    /// The gateway's charge behind the cash.
    pub intent_id: Option<String>,
    /// When.
    pub at: Instant,
}

/// One charge the ledger knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedCharge {
    /// The gateway's intent.
    pub intent_id: String,
    /// Who paid.
    pub organization: i64,
    /// What, in minor units.
    pub amount_minor: i64,
    /// Its currency.
    pub currency: String,
}

/// Books a posting; accounts it does not touch get no entry.
///
/// # Errors
/// When the group or its charge is booked already, or the database cannot be written.
pub async fn post(connection: &mut SqliteConnection, posting: &Posting) -> Result<(), StoreError> {
    let Posting { cash_minor, tax_minor, balance_rise_minor, .. } = *posting;
    let revenue_minor = cash_minor
        .checked_sub(tax_minor)
        .and_then(|net| net.checked_sub(balance_rise_minor))
        .ok_or(StoreError::Unreadable("amount_minor"))?;
    let entries = [
        ("cash", cash_minor, posting.intent_id.as_deref()),
        ("revenue", -revenue_minor, None),
        ("tax_payable", -tax_minor, None),
        ("customer_balance", -balance_rise_minor, None),
    ];
    let query =
        "INSERT INTO ledger_entry (entry_group, organization, account, amount_minor, currency, intent_id, at)
                 VALUES (?, ?, ?, ?, ?, ?, ?)";
    for (account, amount_minor, intent_id) in entries.into_iter().filter(|(_, amount, _)| *amount != 0) {
        sqlx::query(query)
            .bind(&posting.group)
            .bind(posting.organization)
            .bind(account)
            .bind(amount_minor)
            .bind(&posting.currency)
            .bind(intent_id)
            .bind(posting.at.epoch_seconds())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Every charge of the gateway that is booked. Cash without an intent, as in the sample history, never went through
/// the gateway and is not listed.
pub async fn booked_charges(connection: &mut SqliteConnection) -> Result<Vec<BookedCharge>, StoreError> {
    let query = "SELECT intent_id, organization, amount_minor, currency FROM ledger_entry
                 WHERE account = 'cash' AND intent_id IS NOT NULL";
    let rows = sqlx::query(query).fetch_all(connection).await?;
    let read = |row: &sqlx::sqlite::SqliteRow| {
        Ok(BookedCharge {
            intent_id: row.column("intent_id")?,
            organization: row.column("organization")?,
            amount_minor: row.column("amount_minor")?,
            currency: row.column("currency")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Whether a charge of the gateway is booked.
pub async fn is_booked(connection: &mut SqliteConnection, intent: &str) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM ledger_entry WHERE account = 'cash' AND intent_id = ?";
    Ok(sqlx::query(query).bind(intent).fetch_optional(connection).await?.is_some())
}
