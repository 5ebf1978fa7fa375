use billing::Cycle;
use contract::{Change, Plan};
use sqlx::sqlite::SqliteRow;

use crate::store::Connection;
use crate::store::{Columns, StoreError};

/// The kind of change that created a version of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// More sessions, or a switch to the annual cycle.
    Upgrade,
    /// The start of the next period.
    Renewal,
    /// Automatic renewal was turned off.
    Cancellation,
    /// Automatic renewal was turned on again.
    Reactivation,
}

impl ChangeKind {
    /// The value in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Renewal => "renewal",
            Self::Cancellation => "cancellation",
            Self::Reactivation => "reactivation",
        }
    }
}

/// Records the change that created a version.
pub async fn insert_change(
    conn: &mut Connection,
    subscription: &str,
    version: i64,
    kind: ChangeKind,
    change: &Change,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO subscription_change
           (subscription, version, kind, by_name, at, before_sessions, before_cycle, after_sessions, after_cycle)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(subscription)
    .bind(version)
    .bind(kind.as_str())
    .bind(&change.by)
    .bind(change.at.epoch_seconds())
    .bind(change.before.sessions)
    .bind(change.before.cycle.as_str())
    .bind(change.after.sessions)
    .bind(change.after.cycle.as_str())
    .execute(conn)
    .await?;
    Ok(())
}

/// The newest upgrade of a subscription.
pub async fn last_upgrade(conn: &mut Connection, subscription: &str) -> Result<Option<Change>, StoreError> {
    let row = sqlx::query(
        "SELECT by_name, at, before_sessions, before_cycle, after_sessions, after_cycle FROM subscription_change
         WHERE subscription = $1 AND kind = 'upgrade' ORDER BY version DESC LIMIT 1",
    )
    .bind(subscription)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read_change).transpose()
}

/// The newest change of a subscription since `version`, with `before` as of `version`. `None` if it has not changed.
pub async fn change_since(
    conn: &mut Connection,
    subscription: &str,
    version: i64,
) -> Result<Option<Change>, StoreError> {
    let rows = sqlx::query(
        "SELECT by_name, at, before_sessions, before_cycle, after_sessions, after_cycle FROM subscription_change
         WHERE subscription = $1 AND version > $2 ORDER BY version",
    )
    .bind(subscription)
    .bind(version)
    .fetch_all(conn)
    .await?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(None) };
    Ok(Some(Change { before: read_change(first)?.before, ..read_change(last)? }))
}

/// Whether the terms or the balance of a subscription changed since `version`. Cancellation and reactivation change
/// neither.
pub async fn terms_changed_since(
    conn: &mut Connection,
    subscription: &str,
    version: i64,
) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM subscription_change WHERE subscription = $1 AND version > $2
                 AND kind NOT IN ('cancellation', 'reactivation') LIMIT 1";
    let row = sqlx::query(query).bind(subscription).bind(version).fetch_optional(conn).await?;
    Ok(row.is_some())
}

fn read_change(row: &SqliteRow) -> Result<Change, StoreError> {
    Ok(Change {
        by: row.column("by_name")?,
        at: row.instant("at")?,
        before: Plan {
            sessions: row.column("before_sessions")?,
            cycle: row.word("before_cycle", Cycle::parse)?,
        },
        after: Plan {
            sessions: row.column("after_sessions")?,
            cycle: row.word("after_cycle", Cycle::parse)?,
        },
    })
}
