use billing::{
    Currency, Cycle, ENGINE, Granularity, Instant, Prices, RenewalDiscount, Segment, Snapshot,
    SubscriptionTerms,
};
use contract::{Change, OrganizationRef, Plan, SubscriptionStatus};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::{Columns, StoreError};

/// A subscription with the account that pays for it and the price list of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionRow {
    /// Opaque id.
    pub id: String,
    /// Whose it is.
    pub organization: OrganizationRef,
    /// Rises with every change that a quote must not survive.
    pub version: i64,
    /// Whether it runs.
    pub status: SubscriptionStatus,
    /// ISO 4217 code; the subscription has it for life.
    pub currency: String,
    /// The unit in which the plan prorates.
    pub granularity: Granularity,
    /// Today's price list.
    pub prices: Prices,
    /// Which price list that is.
    pub price_version: i64,
    /// Tax rate in basis points.
    pub tax_bp: i64,
    /// Which tax rate that is.
    pub tax_version: i64,
    /// The account's balance in minor units: above 0 a credit, below 0 owed.
    pub balance_minor: i64,
    /// Amounts charged are multiples of this.
    pub charge_step_minor: i64,
    /// Whether this is the product's sample data.
    pub sample_data: bool,
    /// What its price depends on.
    pub terms: SubscriptionTerms,
}

impl SubscriptionRow {
    /// What the engine reads, at an instant of the service's clock.
    #[must_use]
    pub fn snapshot(&self, as_of: Instant) -> Snapshot {
        Snapshot {
            engine: ENGINE.to_owned(),
            currency: self.currency.clone(),
            exponent: Currency::parse(&self.currency).map_or(0, |currency| i64::from(currency.exponent())),
            granularity: self.granularity,
            as_of,
            prices: self.prices,
            tax_bp: self.tax_bp,
            balance_minor: self.balance_minor,
            charge_step_minor: self.charge_step_minor,
            subscription: self.terms.clone(),
        }
    }

    /// Sessions and cycle as they are.
    #[must_use]
    pub const fn plan(&self) -> Plan {
        Plan { sessions: self.terms.sessions, cycle: self.terms.cycle }
    }
}

/// Why the version of a subscription rose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// More sessions, or annual.
    Upgrade,
    /// The next period.
    Renewal,
    /// Renews no more.
    Cancellation,
    /// Renews again.
    Reactivation,
    /// The balance was corrected by hand.
    Balance,
}

impl ChangeKind {
    /// The word in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Renewal => "renewal",
            Self::Cancellation => "cancellation",
            Self::Reactivation => "reactivation",
            Self::Balance => "balance",
        }
    }
}

/// What a subscription becomes with its next version.
#[derive(Clone, Debug)]
pub struct NextVersion<'a> {
    /// Why.
    pub kind: ChangeKind,
    /// Display name of who did it.
    pub by: &'a str,
    /// When.
    pub at: Instant,
    /// Whether it runs from now on.
    pub status: SubscriptionStatus,
    /// Its terms from now on.
    pub terms: &'a SubscriptionTerms,
    /// The account's balance from now on.
    pub balance_minor: i64,
}

/// A subscription to begin with.
#[derive(Clone, Copy, Debug)]
pub struct NewSubscription<'a> {
    /// Opaque id.
    pub id: &'a str,
    /// Whose it is.
    pub organization: i64,
    /// Its version.
    pub version: i64,
    /// Whether it runs.
    pub status: SubscriptionStatus,
    /// Its terms.
    pub terms: &'a SubscriptionTerms,
}

const COLUMNS: &str = "SELECT s.id, s.version, s.status, s.cycle, s.sessions, s.unit_price_minor, s.anchor,
    s.period_start, s.period_end, s.renewal_discount_bp, s.renewal_discount_left, o.id AS organization, o.name,
    o.currency, o.granularity, o.tax_bp, o.tax_version, o.balance_minor, o.charge_step_minor, o.sample_data,
    p.monthly_minor, p.annual_minor, p.version AS price_version
  FROM subscription s JOIN organization o ON o.id = s.organization
  JOIN price_list p ON p.currency = o.currency
    AND p.version = (SELECT max(version) FROM price_list WHERE currency = o.currency)
  WHERE s.organization = ?";

/// The subscription of an organization.
///
/// # Errors
/// The database's.
pub async fn load(
    conn: &mut SqliteConnection,
    organization: i64,
) -> Result<Option<SubscriptionRow>, StoreError> {
    let Some(row) = sqlx::query(COLUMNS).bind(organization).fetch_optional(&mut *conn).await? else {
        return Ok(None);
    };
    let id: String = row.column("id")?;
    let segments = segments(conn, &id).await?;
    read(&row, id, segments).map(Some)
}

async fn segments(conn: &mut SqliteConnection, subscription: &str) -> Result<Vec<Segment>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, net_minor, tax_minor, starts_at, ends_at FROM paid_segment WHERE subscription = ? ORDER BY position",
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

/// Adds a subscription with its paid segments.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut SqliteConnection, new: &NewSubscription<'_>) -> Result<(), StoreError> {
    let terms = new.terms;
    sqlx::query(
        "INSERT INTO subscription (id, organization, version, status, cycle, sessions, unit_price_minor, anchor,
           period_start, period_end, renewal_discount_bp, renewal_discount_left)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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

/// Moves a subscription to its next version, with its terms, the balance and who did it.
///
/// `false`, and nothing changed, when it is no longer as `before` says.
///
/// # Errors
/// The database's.
pub async fn advance(
    conn: &mut SqliteConnection,
    before: &SubscriptionRow,
    next: &NextVersion<'_>,
) -> Result<bool, StoreError> {
    let terms = next.terms;
    let changed = sqlx::query(
        "UPDATE subscription SET version = version + 1, status = ?, cycle = ?, sessions = ?, unit_price_minor = ?,
           anchor = ?, period_start = ?, period_end = ?, renewal_discount_bp = ?, renewal_discount_left = ?
         WHERE id = ? AND version = ?",
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
    if changed.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query("UPDATE organization SET balance_minor = ? WHERE id = ?")
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

/// Sets whether a subscription runs where that is no new version: past due, or over.
///
/// # Errors
/// The database's.
pub async fn set_status(
    conn: &mut SqliteConnection,
    subscription: &str,
    status: SubscriptionStatus,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE subscription SET status = ? WHERE id = ?")
        .bind(status.as_str())
        .bind(subscription)
        .execute(conn)
        .await?;
    Ok(())
}

/// Writes the paid segments of a subscription in place of those it had.
///
/// # Errors
/// The database's.
pub async fn replace_segments(
    conn: &mut SqliteConnection,
    subscription: &str,
    segments: &[Segment],
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM paid_segment WHERE subscription = ?")
        .bind(subscription)
        .execute(&mut *conn)
        .await?;
    for (position, segment) in (0_i64..).zip(segments) {
        sqlx::query(
            "INSERT INTO paid_segment (subscription, id, position, net_minor, tax_minor, starts_at, ends_at)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
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

/// Writes who made a version, and what of.
///
/// # Errors
/// The database's.
pub async fn insert_change(
    conn: &mut SqliteConnection,
    subscription: &str,
    version: i64,
    kind: ChangeKind,
    change: &Change,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO subscription_change
           (subscription, version, kind, by_name, at, before_sessions, before_cycle, after_sessions, after_cycle)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
///
/// # Errors
/// The database's.
pub async fn last_upgrade(
    conn: &mut SqliteConnection,
    subscription: &str,
) -> Result<Option<Change>, StoreError> {
    let row = sqlx::query(
        "SELECT by_name, at, before_sessions, before_cycle, after_sessions, after_cycle FROM subscription_change
         WHERE subscription = ? AND kind = 'upgrade' ORDER BY version DESC LIMIT 1",
    )
    .bind(subscription)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read_change).transpose()
}

/// What became of a subscription since a version: its newest change, with `before` as it was at that version.
///
/// # Errors
/// The database's.
pub async fn change_since(
    conn: &mut SqliteConnection,
    subscription: &str,
    version: i64,
) -> Result<Option<Change>, StoreError> {
    let rows = sqlx::query(
        "SELECT by_name, at, before_sessions, before_cycle, after_sessions, after_cycle FROM subscription_change
         WHERE subscription = ? AND version > ? ORDER BY version",
    )
    .bind(subscription)
    .bind(version)
    .fetch_all(conn)
    .await?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(None) };
    Ok(Some(Change { before: read_change(first)?.before, ..read_change(last)? }))
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

/// Organizations whose period has ended while they still run or owe.
///
/// # Errors
/// The database's.
pub async fn due_for_renewal(conn: &mut SqliteConnection, now: Instant) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(
        "SELECT organization FROM subscription WHERE period_end <= ? AND status <> 'ended' ORDER BY period_end",
    )
    .bind(now.epoch_seconds())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| row.column("organization")).collect()
}
