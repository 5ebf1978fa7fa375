use billing::{Currency, Granularity, Prices};
use gateway::stripe::currency::charge_step_minor;

use super::StoreError;
use crate::store::Connection;

/// An organization to add.
#[derive(Clone, Copy, Debug)]
pub struct NewOrganization<'a> {
    /// The numeric id in TestOps.
    pub id: i64,
    /// Display name.
    pub name: &'a str,
    /// ISO 4217 code. It never changes.
    pub currency: &'a str,
    /// The proration unit of the plan.
    pub granularity: Granularity,
    /// Tax rate in basis points.
    pub tax_bp: i64,
    /// The tax id shown on receipts.
    pub tax_id: Option<&'a str>,
    /// The account balance in minor units.
    pub balance_minor: i64,
    /// Whether the organization is sample data.
    pub sample_data: bool,
}

/// Whether any organization exists.
pub async fn any(conn: &mut Connection) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM organization)").fetch_one(conn).await?)
}

/// Whether an organization with this id exists.
pub async fn exists(conn: &mut Connection, id: i64) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM organization WHERE id = $1)")
        .bind(id)
        .fetch_one(conn)
        .await?)
}

/// Adds an organization.
pub async fn insert(conn: &mut Connection, new: NewOrganization<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO organization (id, name, currency, granularity, tax_bp, tax_version, balance_minor,
           charge_step_minor, sample_data, tax_id)
         VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9)",
    )
    .bind(new.id)
    .bind(new.name)
    .bind(new.currency)
    .bind(new.granularity.as_str())
    .bind(new.tax_bp)
    .bind(new.balance_minor)
    .bind(Currency::parse(new.currency).map_or(1, charge_step_minor))
    .bind(new.sample_data)
    .bind(new.tax_id)
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds a version of a currency's price list. The newest version is in effect.
pub async fn insert_price_list(
    conn: &mut Connection,
    currency: &str,
    version: i64,
    prices: Prices,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO price_list (currency, version, monthly_minor, annual_minor) VALUES ($1, $2, $3, $4)",
    )
    .bind(currency)
    .bind(version)
    .bind(prices.monthly)
    .bind(prices.annual)
    .execute(conn)
    .await?;
    Ok(())
}
