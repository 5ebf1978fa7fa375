use billing::{Instant, SubscriptionTerms};
use contract::{Change, Plan, SubscriptionStatus};

use super::SubscriptionRow;
use super::change::{ChangeKind, insert_change};
use super::insert::replace_segments;
use crate::store::Connection;
use crate::store::StoreError;

/// The next version of a subscription.
#[derive(Clone, Debug)]
pub struct NextVersion<'a> {
    /// The kind of change.
    pub kind: ChangeKind,
    /// The display name of the person who made the change.
    pub by: &'a str,
    /// When the change was made.
    pub at: Instant,
    /// The new status.
    pub status: SubscriptionStatus,
    /// The new terms.
    pub terms: &'a SubscriptionTerms,
    /// The new account balance in minor units.
    pub balance_minor: i64,
}

/// Advances a subscription to its next version and records the change.
///
/// Returns `false` and changes nothing if the version is no longer that of `before`.
pub async fn advance(
    conn: &mut Connection,
    before: &SubscriptionRow,
    next: &NextVersion<'_>,
) -> Result<bool, StoreError> {
    let terms = next.terms;
    let result = sqlx::query(
        "UPDATE subscription SET version = version + 1, status = $1, cycle = $2, sessions = $3, unit_price_minor = $4,
           anchor = $5, period_start = $6, period_end = $7, renewal_discount_bp = $8, renewal_discount_left = $9
         WHERE id = $10 AND version = $11",
    )
    .bind(next.status.as_str())
    .bind(terms.cycle.as_str())
    .bind(terms.sessions)
    .bind(terms.unit_price_minor)
    .bind(terms.anchor.epoch_seconds())
    .bind(terms.period_start.epoch_seconds())
    .bind(terms.period_end.epoch_seconds())
    .bind(terms.renewal_discount.map(|discount| discount.percent_bp))
    .bind(terms.renewal_discount.map(|discount| discount.left))
    .bind(&before.id)
    .bind(before.version)
    .execute(&mut *conn)
    .await?;
    if result.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query("UPDATE organization SET balance_minor = $1 WHERE id = $2")
        .bind(next.balance_minor)
        .bind(before.organization.id)
        .execute(&mut *conn)
        .await?;
    replace_segments(conn, &before.id, &terms.segments).await?;
    let after = Plan { sessions: terms.sessions, cycle: terms.cycle };
    let change = Change { by: next.by.to_owned(), at: next.at, before: before.plan(), after };
    insert_change(conn, &before.id, before.version + 1, next.kind, &change).await?;
    Ok(true)
}

/// Sets the status without a new version, for a subscription that is past due or has ended.
pub async fn set_status(
    conn: &mut Connection,
    subscription: &str,
    status: SubscriptionStatus,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE subscription SET status = $1 WHERE id = $2")
        .bind(status.as_str())
        .bind(subscription)
        .execute(conn)
        .await?;
    Ok(())
}
