use billing::{Segment, SubscriptionTerms};
use contract::SubscriptionStatus;

use crate::store::Connection;
use crate::store::StoreError;

/// A subscription to add.
#[derive(Clone, Copy, Debug)]
pub struct NewSubscription<'a> {
    /// Opaque id.
    pub id: &'a str,
    /// The organization's id.
    pub organization: i64,
    /// The version.
    pub version: i64,
    /// The status.
    pub status: SubscriptionStatus,
    /// The terms.
    pub terms: &'a SubscriptionTerms,
}

/// Adds a subscription with its paid segments.
pub async fn insert(conn: &mut Connection, new: &NewSubscription<'_>) -> Result<(), StoreError> {
    let terms = new.terms;
    sqlx::query(
        "INSERT INTO subscription (id, organization, version, status, cycle, sessions, unit_price_minor, anchor,
           period_start, period_end, renewal_discount_bp, renewal_discount_left)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(new.id)
    .bind(new.organization)
    .bind(new.version)
    .bind(new.status.as_str())
    .bind(terms.cycle.as_str())
    .bind(terms.sessions)
    .bind(terms.unit_price_minor)
    .bind(terms.anchor.epoch_seconds())
    .bind(terms.period_start.epoch_seconds())
    .bind(terms.period_end.epoch_seconds())
    .bind(terms.renewal_discount.map(|discount| discount.percent_bp))
    .bind(terms.renewal_discount.map(|discount| discount.left))
    .execute(&mut *conn)
    .await?;
    replace_segments(conn, new.id, &terms.segments).await
}

/// Replaces the paid segments of a subscription.
pub(super) async fn replace_segments(
    conn: &mut Connection,
    subscription: &str,
    segments: &[Segment],
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM paid_segment WHERE subscription = $1")
        .bind(subscription)
        .execute(&mut *conn)
        .await?;
    for (position, segment) in (0_i64..).zip(segments) {
        sqlx::query(
            "INSERT INTO paid_segment (subscription, id, position, net_minor, tax_minor, starts_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(subscription)
        .bind(&segment.id)
        .bind(position)
        .bind(segment.net_minor)
        .bind(segment.tax_minor)
        .bind(segment.from.epoch_seconds())
        .bind(segment.to.epoch_seconds())
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
