//! The ledger: double entry, append-only, in minor units.

use billing::Instant;

use super::{Columns, StoreError};
use crate::store::Connection;
use crate::store::charge_reversals::{ReversalKind, ReversalRow};

/// The ledger entries of one payment or renewal.
///
/// Debits are positive. Revenue balances the other three accounts, so every group sums to zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The unique key of the business event: `attempt:{id}` or `renewal:{subscription}:{instant}`.
    pub group: String,
    /// The organization's id.
    pub organization: i64,
    /// The currency of all amounts.
    pub currency: String,
    /// The amount charged by the gateway.
    pub cash_minor: i64,
    /// The tax charged minus the tax refunded.
    pub tax_minor: i64,
    /// The change of the customer's balance, negative if the balance was used.
    pub balance_rise_minor: i64,
    /// The gateway's intent for the cash.
    pub intent_id: Option<String>,
    /// When the event happened.
    pub at: Instant,
}

/// A charge in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedCharge {
    /// The gateway's intent.
    pub intent_id: String,
    /// The organization that paid.
    pub organization: i64,
    /// The amount in minor units.
    pub amount_minor: i64,
    /// The currency of the amount.
    pub currency: String,
    /// When it was booked.
    pub at: Instant,
}

/// Books a posting. Accounts whose amount is 0 get no entry.
///
/// # Errors
/// [`StoreError::Database`] if the group or the intent is already booked.
pub async fn post(connection: &mut Connection, posting: &Posting) -> Result<(), StoreError> {
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
                 VALUES ($1, $2, $3, $4, $5, $6, $7)";
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

/// The charges of the gateway that were booked since an instant.
///
/// Excludes cash without an intent, as in the sample history, because the gateway did not charge it.
pub async fn booked_charges(
    connection: &mut Connection,
    since: Option<Instant>,
) -> Result<Vec<BookedCharge>, StoreError> {
    let query = "SELECT intent_id, organization, amount_minor, currency, at FROM ledger_entry
                 WHERE account = 'cash' AND intent_id IS NOT NULL AND at >= $1";
    let since = since.map_or(0, Instant::epoch_seconds);
    let rows = sqlx::query(query).bind(since).fetch_all(connection).await?;
    let read = |row: &sqlx::sqlite::SqliteRow| {
        Ok(BookedCharge {
            intent_id: row.column("intent_id")?,
            organization: row.column("organization")?,
            amount_minor: row.column("amount_minor")?,
            currency: row.column("currency")?,
            at: row.instant("at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Whether a charge of the gateway is booked.
pub async fn is_booked(connection: &mut Connection, intent: &str) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM ledger_entry WHERE account = 'cash' AND intent_id = $1";
    Ok(sqlx::query(query).bind(intent).fetch_optional(connection).await?.is_some())
}

/// Books what a refund or a dispute takes from the cash, or gives back if `taken_minor` is negative.
///
/// # Errors
/// [`StoreError::Database`] if this posting of the reversal is already booked.
pub async fn post_reversal(
    connection: &mut Connection,
    reversal: &ReversalRow,
    taken_minor: i64,
    at: Instant,
) -> Result<(), StoreError> {
    let account = match reversal.kind {
        ReversalKind::Refund => "refunds",
        ReversalKind::Dispute => "disputes",
    };
    let group = format!("{}:{}:{}", reversal.kind.as_str(), reversal.id, reversal.postings);
    let query = "INSERT INTO ledger_entry (entry_group, organization, account, amount_minor, currency, at)
                 VALUES ($1, $2, $3, $4, $5, $6)";
    for (account, amount_minor) in [("cash", -taken_minor), (account, taken_minor)] {
        sqlx::query(query)
            .bind(&group)
            .bind(reversal.organization)
            .bind(account)
            .bind(amount_minor)
            .bind(&reversal.currency)
            .bind(at.epoch_seconds())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
