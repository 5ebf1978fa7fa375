//! Checks the tables of the audit trail themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::store::Connection;

use crate::store::{Columns, StoreError};

const TABLES: [&str; 2] = ["audit", "audit_without_key"];
/// The triggers of these tables, as the migrations create them.
const TRIGGERS: [(&str, &str); 2] = [
    (
        "audit_is_never_changed",
        "CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit \
         BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END",
    ),
    (
        "audit_is_never_deleted",
        "CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit \
         BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END",
    ),
];

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

/// Compares the tables of the audit trail and their triggers with those of this release.
pub(super) async fn check(conn: &mut Connection) -> Result<Schema, StoreError> {
    let rows = sqlx::query(
        "SELECT type, CAST(name AS BLOB) AS name, CAST(coalesce(sql, '') AS BLOB) AS sql FROM sqlite_schema
         WHERE lower(tbl_name) IN ('audit', 'audit_without_key') AND type IN ('table', 'trigger')",
    )
    .fetch_all(conn)
    .await?;
    let (mut tables, mut triggers) = (BTreeSet::new(), BTreeMap::new());
    for row in &rows {
        let text =
            |name| row.column::<Vec<u8>>(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let name = text("name")?.to_ascii_lowercase();
        if row.column::<String>("type")? == "table" {
            tables.insert(name);
        } else {
            triggers.insert(name, in_one_line(&text("sql")?));
        }
    }
    let mut faults = Vec::new();
    for table in TABLES {
        if !tables.contains(table) {
            faults.push(format!("the table {table} is missing"));
        }
    }
    for (name, expected) in TRIGGERS {
        match triggers.remove(name) {
            None => faults.push(format!("the trigger {name} is missing")),
            Some(sql) if sql != expected => faults.push(format!("the trigger {name} was changed")),
            Some(_) => {}
        }
    }
    faults.extend(triggers.into_keys().map(|name| format!("the trigger {name} is not part of this release")));
    Ok(Schema {
        faults,
        has_rows: tables.contains("audit"),
        has_rows_without_key: tables.contains("audit_without_key"),
    })
}

fn in_one_line(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What differs from the tables and triggers of this release.
pub async fn schema_faults(conn: &mut Connection) -> Result<Vec<String>, StoreError> {
    Ok(check(conn).await?.faults)
}
