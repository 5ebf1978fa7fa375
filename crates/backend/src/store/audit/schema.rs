//! Checks the tables of the audit trail themselves.

use sqlx::SqliteConnection;

use crate::store::{Columns, StoreError};

const TABLES: [&str; 2] = ["audit", "audit_without_key"];

/// What the schema of a database contains of the audit trail.
#[derive(Debug)]
pub(super) struct Schema {
    /// What differs from the schema of this release.
    pub faults: Vec<String>,
    /// Whether the table `audit` exists.
    pub has_rows: bool,
    /// Whether the table `audit_without_key` exists.
    pub has_rows_without_key: bool,
}

/// Compares the tables of the audit trail with those of this release.
pub(super) async fn check(conn: &mut SqliteConnection) -> Result<Schema, StoreError> {
    let rows = sqlx::query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'audit%'")
        .fetch_all(conn)
        .await?;
    let names: Vec<String> = rows.iter().filter_map(|row| row.column("name").ok()).collect();
    let has_table = |table: &str| names.iter().any(|name| name.eq_ignore_ascii_case(table));
    let missing = TABLES.into_iter().filter(|table| !has_table(table));
    Ok(Schema {
        faults: missing.map(|table| format!("the table {table} is missing")).collect(),
        has_rows: has_table("audit"),
        has_rows_without_key: has_table("audit_without_key"),
    })
}

/// What differs from the tables of this release.
pub async fn schema_faults(conn: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    Ok(check(conn).await?.faults)
}
