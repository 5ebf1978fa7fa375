//! Renewals, each in one row from its due date until it is paid or its subscription ends.
//!
//! A renewal has one or more payment attempts. Its row contains the latest one. A function that takes a [`RenewalRow`]
//! and returns `false` or `None` changed nothing, for example because another process took the attempt over.

use crate::store::Connection;
mod resolution;
mod unresolved_create;

use billing::Instant;
use sqlx::sqlite::SqliteRow;

use super::{Columns, Lease, StoreError, UnreadableRow};

pub use resolution::{insert_resolution, resolution_of};
pub use unresolved_create::{
    UnresolvedCreate, delete_create, insert_unresolved_create, postpone_create, unresolved_creates,
};

/// The state of a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenewalState {
    /// An attempt is being charged, or its outcome is unknown.
    Charging,
    /// The latest attempt is certainly not charged.
    Declined,
    /// Charged but not booked. An operator must resolve it.
    Held,
    /// Charged and booked.
    Paid,
    /// The subscription ended before it was paid.
    Ended,
}

impl RenewalState {
    fn parse(word: &str) -> Option<Self> {
        [Self::Charging, Self::Declined, Self::Held, Self::Paid, Self::Ended]
            .into_iter()
            .find(|state| state.as_str() == word)
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Charging => "charging",
            Self::Declined => "declined",
            Self::Held => "held",
            Self::Paid => "paid",
            Self::Ended => "ended",
        }
    }
}

/// A renewal with its latest attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewalRow {
    /// The subscription's id.
    pub subscription: String,
    /// The end of the period that it renews.
    pub due_at: Instant,
    /// The state.
    pub state: RenewalState,
    /// The number of the latest attempt, from 1.
    pub tries: i64,
    /// The version of the subscription that this attempt renews.
    pub version: i64,
    /// What is booked after payment, as JSON.
    pub booking: String,
    /// The tax rate of this attempt, in basis points.
    pub tax_bp: i64,
    /// The amount to charge, in minor units of `currency`.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// The id of the card for this attempt. `None` if no card was on file.
    pub card: Option<String>,
    /// The gateway's reference to the card.
    pub card_ref: Option<String>,
    /// The gateway's intent for this attempt.
    pub intent_id: Option<String>,
    /// Whether a confirm request may have reached the gateway.
    pub confirm_sent: bool,
    /// Consecutive attempts that ended without a response from the bank.
    pub unanswered: i64,
    /// The number of checks of this attempt without an outcome.
    pub checks: i64,
    /// The fencing token. Only a writer with the current value can change the row.
    pub fence: i64,
    /// The lease of the process that holds the attempt.
    pub lease: Lease,
    /// Whether the holder of the lease is waiting for a gateway request.
    pub at_work: bool,
    /// When the next automatic attempt of a declined renewal starts.
    pub next_try_at: Option<Instant>,
    /// The alarm for which the renewal is held.
    pub alarm: Option<String>,
    /// Whether the intent of the declined attempt is kept, because the bank requires that a person confirms it.
    pub confirmable: bool,
    /// How often persons have started that confirmation.
    pub confirmations: i64,
    /// Until when the person may confirm on the bank's page.
    pub confirm_until: Option<Instant>,
}

impl RenewalRow {
    /// The name of the renewal in the ledger and at the gateway: `renewal:{subscription}:{instant}`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("renewal:{}:{}", self.subscription, self.due_at)
    }

    fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            subscription: row.column("subscription")?,
            due_at: row.instant("due_at")?,
            state: row.word("state", RenewalState::parse)?,
            tries: row.column("tries")?,
            version: row.column("version")?,
            booking: row.column("booking")?,
            tax_bp: row.column("tax_bp")?,
            amount_minor: row.column("amount_minor")?,
            currency: row.column("currency")?,
            card: row.column("card")?,
            card_ref: row.column("card_ref")?,
            intent_id: row.column("intent_id")?,
            confirm_sent: row.column("confirm_sent")?,
            unanswered: row.column("unanswered")?,
            checks: row.column("checks")?,
            fence: row.column("fence")?,
            lease: Lease { from: row.instant("lease_from")?, until: row.instant("lease_until")? },
            at_work: row.column("at_work")?,
            next_try_at: row.instant_or_null("next_try_at")?,
            alarm: row.column("alarm")?,
            confirmable: row.column("confirmable")?,
            confirmations: row.column("confirmations")?,
            confirm_until: row.instant_or_null("confirm_until")?,
        })
    }
}

/// The renewal of a subscription that is neither paid nor ended. The database allows only one.
pub async fn open_of(conn: &mut Connection, subscription: &str) -> Result<Option<RenewalRow>, StoreError> {
    let query = "SELECT * FROM renewal WHERE subscription = $1 AND state IN ('charging', 'declined', 'held')";
    let row = sqlx::query(query).bind(subscription).fetch_optional(conn).await?;
    row.as_ref().map(RenewalRow::read).transpose()
}

/// The name of the open renewal of a subscription, also if the rest of its row cannot be read.
pub async fn open_name_of(conn: &mut Connection, subscription: &str) -> Result<Option<String>, StoreError> {
    let query = "SELECT subscription, due_at FROM renewal
                 WHERE subscription = $1 AND state IN ('charging', 'declined', 'held')";
    sqlx::query(query).bind(subscription).fetch_optional(conn).await?.as_ref().map(read_name).transpose()
}

/// Reads the name of a renewal. A due date that is not an instant is written in seconds.
fn read_name(row: &SqliteRow) -> Result<String, StoreError> {
    let (subscription, seconds): (String, i64) = (row.column("subscription")?, row.column("due_at")?);
    let due_at =
        Instant::from_epoch_seconds(seconds).map_or_else(|| seconds.to_string(), |due_at| due_at.to_string());
    Ok(format!("renewal:{subscription}:{due_at}"))
}

/// Whether the gateway may have charged a renewal of the subscription that is not booked yet.
pub async fn is_unsettled(conn: &mut Connection, subscription: &str) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM renewal WHERE subscription = $1 AND state IN ('charging', 'held')";
    Ok(sqlx::query(query).bind(subscription).fetch_optional(conn).await?.is_some())
}

/// Inserts a renewal, or updates a declined one to its next attempt.
pub async fn upsert(conn: &mut Connection, renewal: &RenewalRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO renewal (subscription, due_at, state, tries, version, booking, tax_bp, amount_minor, currency,
           card, card_ref, intent_id, confirm_sent, unanswered, checks, fence, lease_from, lease_until, next_try_at, at_work)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
         ON CONFLICT (subscription, due_at) DO UPDATE SET state = $3, tries = $4, version = $5, booking = $6,
           tax_bp = $7, amount_minor = $8, currency = $9, card = $10, card_ref = $11, intent_id = $12,
           confirm_sent = $13, unanswered = $14, checks = $15, fence = $16, lease_from = $17, lease_until = $18,
           next_try_at = $19, at_work = $20, reason = NULL, confirmable = 0, confirmations = 0, confirm_until = NULL
         WHERE renewal.state = 'declined'",
    )
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.state.as_str())
    .bind(renewal.tries)
    .bind(renewal.version)
    .bind(&renewal.booking)
    .bind(renewal.tax_bp)
    .bind(renewal.amount_minor)
    .bind(&renewal.currency)
    .bind(&renewal.card)
    .bind(&renewal.card_ref)
    .bind(&renewal.intent_id)
    .bind(renewal.confirm_sent)
    .bind(renewal.unanswered)
    .bind(renewal.checks)
    .bind(renewal.fence)
    .bind(renewal.lease.from.epoch_seconds())
    .bind(renewal.lease.until.epoch_seconds())
    .bind(renewal.next_try_at.map(Instant::epoch_seconds))
    .bind(renewal.at_work)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes over an attempt and increments its fence. The caller checks that the lease has expired or that no process is
/// working on the attempt.
///
/// Returns the updated row, or `None` if another process was faster or the attempt has ended.
pub async fn take_over(
    conn: &mut Connection,
    renewal: &RenewalRow,
    lease: Lease,
) -> Result<Option<RenewalRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE renewal SET fence = fence + 1, lease_from = $1, lease_until = $2, at_work = 1, checks = checks + 1
         WHERE subscription = $3 AND due_at = $4 AND fence = $5 AND state = 'charging' RETURNING *",
    )
    .bind(lease.from.epoch_seconds())
    .bind(lease.until.epoch_seconds())
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(RenewalRow::read).transpose()
}

/// Stores the intent of an attempt before it is confirmed.
///
/// Returns `false` if the attempt was taken over. The caller must then not confirm the intent.
pub async fn store_intent(
    conn: &mut Connection,
    renewal: &RenewalRow,
    intent: &str,
    confirm_sent: bool,
) -> Result<bool, StoreError> {
    let result = sqlx::query(
        "UPDATE renewal SET intent_id = $1, confirm_sent = $2
         WHERE subscription = $3 AND due_at = $4 AND fence = $5 AND state = 'charging'",
    )
    .bind(intent)
    .bind(confirm_sent)
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .execute(conn)
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Leaves an attempt without an outcome until the end of `lease`. Returns `false` if it was taken over.
pub async fn wait(
    conn: &mut Connection,
    renewal: &RenewalRow,
    confirm_sent: bool,
    lease: Lease,
) -> Result<bool, StoreError> {
    let result = sqlx::query(
        "UPDATE renewal SET confirm_sent = $1, lease_from = $2, lease_until = $3, at_work = 0
         WHERE subscription = $4 AND due_at = $5 AND fence = $6 AND state = 'charging'",
    )
    .bind(confirm_sent)
    .bind(lease.from.epoch_seconds())
    .bind(lease.until.epoch_seconds())
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .execute(conn)
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Marks an attempt as paid. Returns `false` if it was taken over or has ended.
pub async fn settle_paid(
    conn: &mut Connection,
    renewal: &RenewalRow,
    at: Instant,
) -> Result<bool, StoreError> {
    let result = sqlx::query(
        "UPDATE renewal SET state = 'paid', next_try_at = NULL, settled_at = $1
         WHERE subscription = $2 AND due_at = $3 AND fence = $4 AND state = 'charging'",
    )
    .bind(at.epoch_seconds())
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .execute(conn)
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Marks an attempt as declined, if it is certainly not charged. `confirmable` keeps its intent for a person. Returns `false` if it was taken over or has ended.
pub async fn settle_declined(
    conn: &mut Connection,
    renewal: &RenewalRow,
    (reason, confirmable): (&str, bool),
    unanswered: i64,
    next_try_at: Option<Instant>,
    at: Instant,
) -> Result<bool, StoreError> {
    let result = sqlx::query(
        "UPDATE renewal SET state = 'declined', reason = $1, unanswered = $2, next_try_at = $3, settled_at = $4,
           confirmable = $8, confirm_until = NULL
         WHERE subscription = $5 AND due_at = $6 AND fence = $7 AND state = 'charging'",
    )
    .bind(reason)
    .bind(unanswered)
    .bind(next_try_at.map(Instant::epoch_seconds))
    .bind(at.epoch_seconds())
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .bind(confirmable)
    .execute(conn)
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Starts a person's confirmation of a declined attempt whose intent is kept, until `until`.
///
/// Returns the row with its new fence, or `None` if the attempt is no longer confirmable.
pub async fn start_confirmation(
    conn: &mut Connection,
    renewal: &RenewalRow,
    until: Instant,
    lease: Lease,
) -> Result<Option<RenewalRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE renewal SET state = 'charging', confirmable = 0, confirmations = confirmations + 1, confirm_sent = 1,
           confirm_until = $1, checks = 0, fence = fence + 1, lease_from = $2, lease_until = $3, at_work = 1
         WHERE subscription = $4 AND due_at = $5 AND fence = $6 AND state = 'declined' AND confirmable = 1 RETURNING *",
    )
    .bind(until.epoch_seconds())
    .bind(lease.from.epoch_seconds())
    .bind(lease.until.epoch_seconds())
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(RenewalRow::read).transpose()
}

/// An ended renewal of a subscription whose intent is still kept.
pub async fn ended_with_intent(
    conn: &mut Connection,
    subscription: &str,
) -> Result<Option<RenewalRow>, StoreError> {
    let query =
        "SELECT * FROM renewal WHERE subscription = $1 AND confirmable = 1 AND state = 'ended' LIMIT 1";
    let row = sqlx::query(query).bind(subscription).fetch_optional(conn).await?;
    row.as_ref().map(RenewalRow::read).transpose()
}

/// Records that the kept intent of a declined or ended attempt was canceled, so that the next attempt may start.
pub async fn intent_canceled(conn: &mut Connection, renewal: &RenewalRow) -> Result<(), StoreError> {
    let query = "UPDATE renewal SET confirmable = 0
                 WHERE subscription = $1 AND due_at = $2 AND fence = $3 AND state IN ('declined', 'ended')";
    sqlx::query(query)
        .bind(&renewal.subscription)
        .bind(renewal.due_at.epoch_seconds())
        .bind(renewal.fence)
        .execute(conn)
        .await?;
    Ok(())
}

/// Reopens a declined attempt whose kept intent has charged, so that it can be booked.
///
/// Returns the row with its new fence, or `None` if the attempt has changed since.
pub async fn reopen_kept(
    conn: &mut Connection,
    renewal: &RenewalRow,
    lease: Lease,
) -> Result<Option<RenewalRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE renewal SET state = 'charging', confirmable = 0, fence = fence + 1, lease_from = $1, lease_until = $2,
           at_work = 1
         WHERE subscription = $3 AND due_at = $4 AND fence = $5 AND state = 'declined' AND confirmable = 1 RETURNING *",
    )
    .bind(lease.from.epoch_seconds())
    .bind(lease.until.epoch_seconds())
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(RenewalRow::read).transpose()
}

/// Ends a person's confirmation that did not reach the gateway. Returns `false` if the attempt was taken over.
pub async fn undo_confirmation(conn: &mut Connection, renewal: &RenewalRow) -> Result<bool, StoreError> {
    let query = "UPDATE renewal SET state = 'declined', confirmable = 1, confirm_until = NULL, at_work = 0
                 WHERE subscription = $1 AND due_at = $2 AND fence = $3 AND state = 'charging'";
    let result = sqlx::query(query)
        .bind(&renewal.subscription)
        .bind(renewal.due_at.epoch_seconds())
        .bind(renewal.fence)
        .execute(conn)
        .await?;
    Ok(result.rows_affected() == 1)
}

/// Gives an attempt without an intent the next number, and with it another key. Returns `false` if it was taken over.
pub async fn renumber(conn: &mut Connection, renewal: &RenewalRow, lease: Lease) -> Result<bool, StoreError> {
    let query = "UPDATE renewal SET tries = tries + 1, lease_from = $1, lease_until = $2, at_work = 0
                 WHERE subscription = $3 AND due_at = $4 AND fence = $5 AND state = 'charging' AND intent_id IS NULL";
    let result = sqlx::query(query)
        .bind(lease.from.epoch_seconds())
        .bind(lease.until.epoch_seconds())
        .bind(&renewal.subscription)
        .bind(renewal.due_at.epoch_seconds())
        .bind(renewal.fence)
        .execute(conn)
        .await?;
    Ok(result.rows_affected() == 1)
}

/// Whether a person can confirm the unpaid renewal of a subscription with the bank.
pub async fn is_confirmable(
    conn: &mut Connection,
    subscription: &str,
    now: Instant,
) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM renewal WHERE subscription = $1
                 AND ((state = 'declined' AND confirmable = 1) OR (state = 'charging' AND confirm_until > $2))";
    let row = sqlx::query(query).bind(subscription).bind(now.epoch_seconds()).fetch_optional(conn).await?;
    Ok(row.is_some())
}

/// Records that a bank has declined an attempt, for the limits of declined payments.
pub async fn insert_decline(
    conn: &mut Connection,
    renewal: &RenewalRow,
    organization: i64,
    at: Instant,
) -> Result<(), StoreError> {
    let query = "INSERT INTO renewal_decline (organization, person, at)
                 VALUES ($1, (SELECT person.id FROM payment_card JOIN person ON person.id = payment_card.saved_by
                              WHERE payment_card.id = $2), $3)";
    sqlx::query(query).bind(organization).bind(&renewal.card).bind(at.epoch_seconds()).execute(conn).await?;
    Ok(())
}

/// Holds a charged attempt that cannot be booked, until an operator resolves it.
///
/// Returns `false` if the attempt was taken over or has ended.
pub async fn hold(conn: &mut Connection, renewal: &RenewalRow, alarm: &str) -> Result<bool, StoreError> {
    let result = sqlx::query(
        "UPDATE renewal SET state = 'held', alarm = $1
         WHERE subscription = $2 AND due_at = $3 AND fence = $4 AND state = 'charging'",
    )
    .bind(alarm)
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .execute(conn)
    .await?;
    Ok(result.rows_affected() == 1)
}

/// The held renewals. An unreadable row does not fail the query.
#[derive(Debug, Default)]
pub struct HeldRenewals {
    /// The readable ones, with the ids of their organizations.
    pub rows: Vec<(i64, RenewalRow)>,
    /// The unreadable ones, by name.
    pub unreadable: Vec<UnreadableRow>,
}

/// The held renewals, those due for the longest time first.
pub async fn held(conn: &mut Connection) -> Result<HeldRenewals, StoreError> {
    let query = "SELECT renewal.*, subscription.organization FROM renewal
                 JOIN subscription ON subscription.id = renewal.subscription
                 WHERE renewal.state = 'held' ORDER BY renewal.due_at";
    let mut found = HeldRenewals::default();
    for row in &sqlx::query(query).fetch_all(conn).await? {
        match RenewalRow::read(row) {
            Ok(renewal) => found.rows.push((row.column("organization")?, renewal)),
            Err(error) => found.unreadable.push(UnreadableRow { id: read_name(row)?, error }),
        }
    }
    Ok(found)
}

/// The held renewal with this name, and the id of its organization.
pub async fn held_by_name(
    conn: &mut Connection,
    name: &str,
) -> Result<Option<(i64, RenewalRow)>, StoreError> {
    let Some((subscription, due_at)) = parse_name(name) else { return Ok(None) };
    let query = "SELECT renewal.*, subscription.organization FROM renewal
                 JOIN subscription ON subscription.id = renewal.subscription
                 WHERE renewal.subscription = $1 AND renewal.due_at = $2 AND renewal.state = 'held'";
    let row = sqlx::query(query).bind(subscription).bind(due_at.epoch_seconds()).fetch_optional(conn).await?;
    row.map(|row| Ok((row.column("organization")?, RenewalRow::read(&row)?))).transpose()
}

/// Parses the subscription and the due date from the name of a renewal.
fn parse_name(name: &str) -> Option<(&str, Instant)> {
    let (subscription, due_at) = name.strip_prefix("renewal:")?.split_once(':')?;
    Some((subscription, Instant::parse(due_at)?))
}

/// Releases the hold of a renewal, so that an operator's resolution can settle it.
///
/// Returns the row with its new fence, or `None` if the renewal is no longer held.
pub async fn unhold(conn: &mut Connection, renewal: &RenewalRow) -> Result<Option<RenewalRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE renewal SET state = 'charging', alarm = NULL, fence = fence + 1
         WHERE subscription = $1 AND due_at = $2 AND fence = $3 AND state = 'held' RETURNING *",
    )
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(RenewalRow::read).transpose()
}

/// Sets when the next attempt of a declined renewal starts. `None` clears it.
pub async fn try_at(
    conn: &mut Connection,
    subscription: &str,
    at: Option<Instant>,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE renewal SET next_try_at = $1 WHERE subscription = $2 AND state = 'declined'")
        .bind(at.map(Instant::epoch_seconds))
        .bind(subscription)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends the declined renewal of a subscription that has ended, or whose period was replaced. Returns whether there was
/// one.
pub async fn end(conn: &mut Connection, subscription: &str, at: Instant) -> Result<bool, StoreError> {
    let result = sqlx::query(
        "UPDATE renewal SET state = 'ended', next_try_at = NULL, settled_at = $1
         WHERE subscription = $2 AND state = 'declined'",
    )
    .bind(at.epoch_seconds())
    .bind(subscription)
    .execute(conn)
    .await?;
    Ok(result.rows_affected() == 1)
}

/// The organizations with a renewal to start, retry, settle or end, or with a kept intent to cancel.
///
/// Sorted by the number of checks without an outcome, so that a blocked renewal does not delay the others, then by due
/// date.
pub async fn due(conn: &mut Connection, now: Instant) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(
        "SELECT subscription.organization, COALESCE(renewal.checks, 0) AS checks, subscription.period_end
         FROM subscription
         LEFT JOIN renewal ON renewal.subscription = subscription.id AND renewal.state = 'charging'
         WHERE subscription.status <> 'ended' AND subscription.period_end <= $1
         UNION
         SELECT subscription.organization, renewal.checks, subscription.period_end FROM renewal
         JOIN subscription ON subscription.id = renewal.subscription WHERE renewal.state = 'charging'
         UNION
         SELECT subscription.organization, renewal.checks, subscription.period_end FROM renewal
         JOIN subscription ON subscription.id = renewal.subscription
         WHERE renewal.confirmable = 1 AND renewal.state = 'ended'
         ORDER BY checks, period_end",
    )
    .bind(now.epoch_seconds())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| row.column("organization")).collect()
}

/// The organization whose renewal is being charged with this intent.
pub async fn charging_intent(conn: &mut Connection, intent: &str) -> Result<Option<i64>, StoreError> {
    let query = "SELECT subscription.organization FROM renewal
                 JOIN subscription ON subscription.id = renewal.subscription
                 WHERE renewal.intent_id = $1 AND renewal.state = 'charging'";
    Ok(sqlx::query_scalar(query).bind(intent).fetch_optional(conn).await?)
}

/// Whether an intent belongs to a renewal that is being charged, is held, or was resolved by an operator.
pub async fn is_open_intent(conn: &mut Connection, intent: &str) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM renewal WHERE intent_id = $1 AND state IN ('charging', 'held')
                 UNION ALL SELECT 1 FROM renewal_resolution WHERE intent_id = $1 LIMIT 1";
    Ok(sqlx::query(query).bind(intent).fetch_optional(conn).await?.is_some())
}
