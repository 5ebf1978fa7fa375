use billing::{Cycle, Promotion, PromotionCode, PromotionKind};

use super::{Columns, StoreError};
use crate::store::Connection;

/// A promotion code with its terms and the number of its uses, including reservations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromotionRow {
    /// Terms and counters, as input of the price engine.
    pub promotion: Promotion,
    /// The version of the terms.
    pub version: i64,
}

/// The promotion code for an organization. `None` if it does not exist or belongs to another organization.
pub async fn find(
    conn: &mut Connection,
    code: &PromotionCode,
    organization: i64,
) -> Result<Option<PromotionRow>, StoreError> {
    let row = sqlx::query(
        "SELECT p.*,
           p.used_before + (SELECT count(*) FROM promotion_redemption r
             WHERE r.code = p.code AND r.state IN ('reserved', 'redeemed')) AS redeemed,
           (SELECT count(*) FROM promotion_redemption r
             WHERE r.code = p.code AND r.organization = $2 AND r.state IN ('reserved', 'redeemed')) AS account_redeemed
         FROM promotion p WHERE p.code = $1 AND (p.organization IS NULL OR p.organization = $2)",
    )
    .bind(code.as_str())
    .bind(organization)
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let cycles: String = row.column("cycles")?;
        let promotion = Promotion {
            code: row.column("code")?,
            kind: row.word("kind", PromotionKind::parse)?,
            percent_bp: row.column("percent_bp")?,
            amount_minor: row.column("amount_minor")?,
            currency: row.column("currency")?,
            cycles: cycles.split_whitespace().filter_map(Cycle::parse).collect(),
            min_sessions: row.column("min_sessions")?,
            renewals: row.column("renewals")?,
            valid_from: row.instant_or_null("valid_from")?,
            expires_at: row.instant_or_null("expires_at")?,
            max_redemptions: row.column("max_redemptions")?,
            redeemed: row.column("redeemed")?,
            max_per_account: row.column("max_per_account")?,
            account_redeemed: row.column("account_redeemed")?,
            disabled: row.column("disabled")?,
        };
        Ok(PromotionRow { promotion, version: row.column("version")? })
    })
    .transpose()
}

/// Adds a code. `redeemed` of the terms is the number of earlier uses.
pub async fn insert(conn: &mut Connection, row: &PromotionRow) -> Result<(), StoreError> {
    let promotion = &row.promotion;
    let cycles: Vec<_> = promotion.cycles.iter().map(|cycle| cycle.as_str()).collect();
    sqlx::query(
        "INSERT INTO promotion (code, version, kind, percent_bp, amount_minor, currency, cycles, min_sessions,
           renewals, valid_from, expires_at, max_redemptions, max_per_account, disabled, used_before)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(&promotion.code)
    .bind(row.version)
    .bind(promotion.kind.as_str())
    .bind(promotion.percent_bp)
    .bind(promotion.amount_minor)
    .bind(&promotion.currency)
    .bind(cycles.join(" "))
    .bind(promotion.min_sessions)
    .bind(promotion.renewals)
    .bind(promotion.valid_from.map(billing::Instant::epoch_seconds))
    .bind(promotion.expires_at.map(billing::Instant::epoch_seconds))
    .bind(promotion.max_redemptions)
    .bind(promotion.max_per_account)
    .bind(promotion.disabled)
    .bind(promotion.redeemed)
    .execute(conn)
    .await?;
    Ok(())
}
