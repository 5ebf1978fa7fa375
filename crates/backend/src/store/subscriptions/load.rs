use billing::{Cycle, Granularity, Prices, RenewalDiscount, Segment, SubscriptionTerms};
use contract::{OrganizationRef, SubscriptionStatus};
use sqlx::sqlite::SqliteRow;

use super::SubscriptionRow;
use crate::store::Connection;
use crate::store::{Columns, StoreError};

const QUERY: &str = "SELECT s.id, s.version, s.status, s.cycle, s.sessions, s.unit_price_minor, s.anchor,
    s.period_start, s.period_end, s.renewal_discount_bp, s.renewal_discount_left, o.id AS organization, o.name,
    o.currency, o.granularity, o.tax_bp, o.tax_version, o.balance_minor, o.charge_step_minor, o.sample_data, o.tax_id,
    p.monthly_minor, p.annual_minor, p.version AS price_version
  FROM subscription s JOIN organization o ON o.id = s.organization
  JOIN price_list p ON p.currency = o.currency
    AND p.version = (SELECT max(version) FROM price_list WHERE currency = o.currency)
  WHERE s.organization = $1";

/// The subscription of an organization. Every organization has one, and a price list in its currency, so the result is
/// [`StoreError::Unreadable`] without them.
pub async fn load(conn: &mut Connection, organization: i64) -> Result<SubscriptionRow, StoreError> {
    let row = sqlx::query(QUERY).bind(organization).fetch_optional(&mut *conn).await?;
    let row = row.ok_or(StoreError::Unreadable("organization.currency"))?;
    let id: String = row.column("id")?;
    let segments = segments(conn, &id).await?;
    read(&row, id, segments)
}

async fn segments(conn: &mut Connection, subscription: &str) -> Result<Vec<Segment>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, net_minor, tax_minor, starts_at, ends_at FROM paid_segment WHERE subscription = $1 ORDER BY position",
    )
    .bind(subscription)
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Segment {
                id: row.column("id")?,
                net_minor: row.column("net_minor")?,
                tax_minor: row.column("tax_minor")?,
                from: row.instant("starts_at")?,
                to: row.instant("ends_at")?,
            })
        })
        .collect()
}

fn read(row: &SqliteRow, id: String, segments: Vec<Segment>) -> Result<SubscriptionRow, StoreError> {
    let discount: (Option<i64>, Option<i64>) =
        (row.column("renewal_discount_bp")?, row.column("renewal_discount_left")?);
    Ok(SubscriptionRow {
        id,
        organization: OrganizationRef { id: row.column("organization")?, name: row.column("name")? },
        version: row.column("version")?,
        status: row.word("status", SubscriptionStatus::parse)?,
        currency: row.column("currency")?,
        granularity: row.word("granularity", Granularity::parse)?,
        prices: Prices { monthly: row.column("monthly_minor")?, annual: row.column("annual_minor")? },
        price_version: row.column("price_version")?,
        tax_bp: row.column("tax_bp")?,
        tax_version: row.column("tax_version")?,
        balance_minor: row.column("balance_minor")?,
        charge_step_minor: row.column("charge_step_minor")?,
        sample_data: row.column("sample_data")?,
        tax_id: row.column("tax_id")?,
        terms: SubscriptionTerms {
            cycle: row.word("cycle", Cycle::parse)?,
            sessions: row.column("sessions")?,
            unit_price_minor: row.column("unit_price_minor")?,
            anchor: row.instant("anchor")?,
            period_start: row.instant("period_start")?,
            period_end: row.instant("period_end")?,
            segments,
            renewal_discount: match discount {
                (Some(percent_bp), Some(left)) => Some(RenewalDiscount { percent_bp, left }),
                _ => None,
            },
        },
    })
}
