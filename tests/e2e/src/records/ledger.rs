use std::path::Path;

use sqlx::{Row, SqlitePool, sqlite::SqliteConnectOptions, sqlite::SqliteRow};

use crate::Step;

/// The database of the backend, opened read-only.
pub struct Ledger {
    pool: SqlitePool,
}

/// The subscription of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entitlement {
    pub sessions: i64,
    pub cycle: String,
    pub status: String,
    pub version: i64,
}

impl Ledger {
    /// Opens the database file while the backend runs.
    pub async fn open(file: &Path) -> Step<Self> {
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        Ok(Self { pool: SqlitePool::connect_with(options).await? })
    }

    /// Returns the current subscription of an organization.
    pub async fn entitlement(&self, organization: i64) -> Step<Entitlement> {
        let sql = "SELECT sessions, cycle, status, version FROM subscription WHERE organization = ?";
        let row = sqlx::query(sql).bind(organization).fetch_one(&self.pool).await?;
        Ok(Entitlement { sessions: row.get(0), cycle: row.get(1), status: row.get(2), version: row.get(3) })
    }

    /// Returns the states of the payment attempts, in the order of their start.
    pub async fn attempts(&self, organization: i64) -> Step<Vec<String>> {
        let sql = "SELECT state FROM upgrade_attempt WHERE organization = ? ORDER BY started_at, rowid";
        self.column(sql, organization).await
    }

    /// Returns the amounts of the upgrade receipts, in minor units.
    pub async fn receipts(&self, organization: i64) -> Step<Vec<i64>> {
        let sql = "SELECT body ->> 'chargedMinor' FROM receipt \
                   WHERE organization = ? AND attempt IS NOT NULL ORDER BY sequence";
        self.column(sql, organization).await
    }

    /// Returns the cash entries of upgrades, in minor units.
    pub async fn cash(&self, organization: i64) -> Step<Vec<i64>> {
        let sql = "SELECT l.amount_minor FROM ledger_entry l JOIN upgrade_attempt a ON a.intent_id = l.intent_id \
                   WHERE l.organization = ? AND l.account = 'cash' ORDER BY l.id";
        self.column(sql, organization).await
    }

    /// Returns the booked renewals: the receipt number, and the amount in minor units by receipt and by ledger.
    pub async fn renewals(&self, organization: i64) -> Step<Vec<(String, i64, i64)>> {
        let sql = "SELECT r.number, r.body ->> 'chargedMinor', l.amount_minor FROM receipt r \
                   JOIN ledger_entry l ON l.entry_group = r.renewal AND l.account = 'cash' \
                   WHERE r.organization = ? ORDER BY r.sequence";
        let rows = sqlx::query(sql).bind(organization).fetch_all(&self.pool).await?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
    }

    /// Returns the account balance, in minor units.
    pub async fn balance(&self, organization: i64) -> Step<i64> {
        let sql = "SELECT balance_minor FROM organization WHERE id = ?";
        Ok(self.column(sql, organization).await?.pop().ok_or("there is no such organization")?)
    }

    /// Returns the promotion code redemptions, as `CODE state`.
    pub async fn redemptions(&self, organization: i64) -> Step<Vec<String>> {
        let sql =
            "SELECT code || ' ' || state FROM promotion_redemption WHERE organization = ? ORDER BY at, rowid";
        self.column(sql, organization).await
    }

    async fn column<T>(&self, sql: &'static str, organization: i64) -> Step<Vec<T>>
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
    {
        let rows = sqlx::query(sql).bind(organization).fetch_all(&self.pool).await?;
        Ok(rows.iter().map(|row: &SqliteRow| row.try_get(0)).collect::<Result<_, _>>()?)
    }
}
