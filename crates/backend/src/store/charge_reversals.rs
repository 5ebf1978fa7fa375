//! Refunds and disputes of booked charges.

use std::collections::HashMap;

use billing::Instant;
use sqlx::sqlite::SqliteRow;

use super::{Columns, StoreError};
use crate::store::Connection;

/// Why a charge is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReversalKind {
    /// The seller returns money.
    Refund,
    /// The cardholder objects to the charge at the bank.
    Dispute,
}

impl ReversalKind {
    /// The value in the database, and the account of the ledger without its plural.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refund => "refund",
            Self::Dispute => "dispute",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Refund, Self::Dispute].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A refund or a dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReversalRow {
    /// The gateway's id.
    pub id: String,
    /// The kind.
    pub kind: ReversalKind,
    /// The organization that was charged.
    pub organization: i64,
    /// The receipt of the charge.
    pub receipt: String,
    /// The gateway's status.
    pub status: String,
    /// The amount in minor units of `currency`.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// The reason as the gateway's stable code.
    pub reason: Option<String>,
    /// The part that the ledger has taken from the cash.
    pub booked_minor: i64,
    /// The number of postings in the ledger.
    pub postings: i64,
    /// When it was created at the gateway.
    pub created_at: Instant,
}

impl ReversalRow {
    fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.column("id")?,
            kind: row.word("kind", ReversalKind::parse)?,
            organization: row.column("organization")?,
            receipt: row.column("receipt")?,
            status: row.column("status")?,
            amount_minor: row.column("amount_minor")?,
            currency: row.column("currency")?,
            reason: row.column("reason")?,
            booked_minor: row.column("booked_minor")?,
            postings: row.column("postings")?,
            created_at: row.instant("created_at")?,
        })
    }
}

/// The reversal with the gateway's id.
pub async fn by_id(conn: &mut Connection, id: &str) -> Result<Option<ReversalRow>, StoreError> {
    let row =
        sqlx::query("SELECT * FROM charge_reversal WHERE id = $1").bind(id).fetch_optional(conn).await?;
    row.as_ref().map(ReversalRow::read).transpose()
}

/// The reversals of a receipt, in the order of their creation.
pub async fn of_receipt(conn: &mut Connection, receipt: &str) -> Result<Vec<ReversalRow>, StoreError> {
    let query = "SELECT * FROM charge_reversal WHERE receipt = $1 ORDER BY created_at, id";
    let rows = sqlx::query(query).bind(receipt).fetch_all(conn).await?;
    rows.iter().map(ReversalRow::read).collect()
}

/// What reversals have taken back of an organization's charges, by receipt, in minor units.
pub async fn taken_back(
    conn: &mut Connection,
    organization: i64,
) -> Result<HashMap<String, i64>, StoreError> {
    let query = "SELECT receipt, SUM(booked_minor) AS taken FROM charge_reversal
                 WHERE organization = $1 GROUP BY receipt";
    let rows = sqlx::query(query).bind(organization).fetch_all(conn).await?;
    rows.iter().map(|row| Ok((row.column("receipt")?, row.column("taken")?))).collect()
}

/// Inserts a reversal, or updates its status and its booking.
pub async fn upsert(conn: &mut Connection, reversal: &ReversalRow) -> Result<(), StoreError> {
    let query = "INSERT INTO charge_reversal (id, kind, organization, receipt, status, amount_minor, currency, reason,
                   booked_minor, postings, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 ON CONFLICT (id) DO UPDATE SET status = $5, amount_minor = $6, reason = $8, booked_minor = $9,
                   postings = $10";
    sqlx::query(query)
        .bind(&reversal.id)
        .bind(reversal.kind.as_str())
        .bind(reversal.organization)
        .bind(&reversal.receipt)
        .bind(&reversal.status)
        .bind(reversal.amount_minor)
        .bind(&reversal.currency)
        .bind(&reversal.reason)
        .bind(reversal.booked_minor)
        .bind(reversal.postings)
        .bind(reversal.created_at.epoch_seconds())
        .execute(conn)
        .await?;
    Ok(())
}
