//! Renewals, each in one row from the instant it falls due until it is paid or its subscription ends.

mod resolution;

use billing::Instant;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::{Columns, Lease, StoreError};

pub use resolution::{insert_resolution, resolution_of};

/// Where the payment of a renewal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenewalState {
    /// A try is being charged, or its outcome is not known.
    Charging,
    /// The last try is certainly not charged.
    Declined,
    /// Charged, but not booked: a person must decide.
    Held,
    /// Booked.
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

/// A renewal with its last try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewalRow {
    /// The subscription.
    pub subscription: String,
    /// The boundary it is for.
    pub due_at: Instant,
    /// Where its payment stands.
    pub state: RenewalState,
    /// The number of the last try, from 1.
    pub tries: i64,
    /// The version of the subscription that this try renews.
    pub version: i64,
    /// What is booked once it is paid, in JSON.
    pub booking: String,
    /// The tax rate of this try, in basis points.
    pub tax_bp: i64,
    /// What is charged, in minor units of `currency`.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Id of the card of this try; absent where there was none to charge.
    pub card: Option<String>,
    /// The gateway's name for it.
    pub card_ref: Option<String>,
    /// The intent of this try.
    pub intent_id: Option<String>,
    /// Whether a confirm of the intent may have reached the gateway.
    pub confirm_sent: bool,
    /// Consecutive tries that ended without an answer of the bank.
    pub unanswered: i64,
    /// How often this try was looked at without an outcome.
    pub checks: i64,
    /// Only a writer with the current fence changes the row.
    pub fence: i64,
    /// Until when no other process takes the try over.
    pub lease: Lease,
    /// Whether the holder of the lease is calling the gateway.
    pub at_work: bool,
    /// When the next automatic try of a declined renewal starts.
    pub next_try_at: Option<Instant>,
    /// Why a person must decide about a held one.
    pub alarm: Option<String>,
}

impl RenewalRow {
    /// Names the renewal in the ledger and at the gateway.
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
        })
    }
}

/// The renewal of a subscription that is neither paid nor ended; the database allows one.
pub async fn open_of(
    conn: &mut SqliteConnection,
    subscription: &str,
) -> Result<Option<RenewalRow>, StoreError> {
    let query = "SELECT * FROM renewal WHERE subscription = ? AND state IN ('charging', 'declined', 'held')";
    let row = sqlx::query(query).bind(subscription).fetch_optional(conn).await?;
    row.as_ref().map(RenewalRow::read).transpose()
}

/// Whether the gateway may have charged a renewal of the subscription that is not booked yet.
pub async fn is_unsettled(conn: &mut SqliteConnection, subscription: &str) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM renewal WHERE subscription = ? AND state IN ('charging', 'held')";
    Ok(sqlx::query(query).bind(subscription).fetch_optional(conn).await?.is_some())
}

/// Writes a new renewal, or the next try of a declined one.
///
/// # Errors
/// When the database refuses or cannot be written; so for every change here.
pub async fn put(conn: &mut SqliteConnection, renewal: &RenewalRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO renewal (subscription, due_at, state, tries, version, booking, tax_bp, amount_minor, currency,
           card, card_ref, intent_id, confirm_sent, unanswered, checks, fence, lease_from, lease_until, next_try_at, at_work)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
         ON CONFLICT (subscription, due_at) DO UPDATE SET state = ?3, tries = ?4, version = ?5, booking = ?6,
           tax_bp = ?7, amount_minor = ?8, currency = ?9, card = ?10, card_ref = ?11, intent_id = ?12,
           confirm_sent = ?13, unanswered = ?14, checks = ?15, fence = ?16, lease_from = ?17, lease_until = ?18,
           next_try_at = ?19, at_work = ?20, reason = NULL
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

/// Takes a try over from a process whose lease has expired, or that is not at work on it. Gives the row with its new fence, or `None` when another
/// process was faster or the try has ended.
pub async fn take_over(
    conn: &mut SqliteConnection,
    renewal: &RenewalRow,
    lease: Lease,
) -> Result<Option<RenewalRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE renewal SET fence = fence + 1, lease_from = ?, lease_until = ?, at_work = 1, checks = checks + 1
         WHERE subscription = ? AND due_at = ? AND fence = ? AND state = 'charging' RETURNING *",
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

/// Stores the intent of a try before it is confirmed. `false` when the try was taken over: this process then must not
/// confirm it.
pub async fn store_intent(
    conn: &mut SqliteConnection,
    renewal: &RenewalRow,
    intent: &str,
    confirm_sent: bool,
) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE renewal SET intent_id = ?, confirm_sent = ?
         WHERE subscription = ? AND due_at = ? AND fence = ? AND state = 'charging'",
    )
    .bind(intent)
    .bind(confirm_sent)
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .execute(conn)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Leaves a try without an outcome to be looked at once the lease is over. `false` when it was taken over.
pub async fn wait(
    conn: &mut SqliteConnection,
    renewal: &RenewalRow,
    confirm_sent: bool,
    lease: Lease,
) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE renewal SET confirm_sent = ?, lease_from = ?, lease_until = ?, at_work = 0
         WHERE subscription = ? AND due_at = ? AND fence = ? AND state = 'charging'",
    )
    .bind(confirm_sent)
    .bind(lease.from.epoch_seconds())
    .bind(lease.until.epoch_seconds())
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .execute(conn)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Books a try. `false` when it was taken over or has ended.
pub async fn settle_paid(
    conn: &mut SqliteConnection,
    renewal: &RenewalRow,
    at: Instant,
) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE renewal SET state = 'paid', next_try_at = NULL, settled_at = ?
         WHERE subscription = ? AND due_at = ? AND fence = ? AND state = 'charging'",
    )
    .bind(at.epoch_seconds())
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .execute(conn)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Ends a try that is certainly not charged. `false` when it was taken over or has ended.
pub async fn settle_declined(
    conn: &mut SqliteConnection,
    renewal: &RenewalRow,
    reason: &str,
    unanswered: i64,
    next_try_at: Option<Instant>,
    at: Instant,
) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE renewal SET state = 'declined', reason = ?, unanswered = ?, next_try_at = ?, settled_at = ?
         WHERE subscription = ? AND due_at = ? AND fence = ? AND state = 'charging'",
    )
    .bind(reason)
    .bind(unanswered)
    .bind(next_try_at.map(Instant::epoch_seconds))
    .bind(at.epoch_seconds())
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .execute(conn)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Holds a charged try that cannot be booked, until a person decides. `false` when it was taken over or has ended.
pub async fn hold(
    conn: &mut SqliteConnection,
    renewal: &RenewalRow,
    alarm: &str,
) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE renewal SET state = 'held', alarm = ?
         WHERE subscription = ? AND due_at = ? AND fence = ? AND state = 'charging'",
    )
    .bind(alarm)
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .execute(conn)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Held renewals with their organizations, the longest due first.
pub async fn held(conn: &mut SqliteConnection) -> Result<Vec<(i64, RenewalRow)>, StoreError> {
    let query = "SELECT renewal.*, subscription.organization FROM renewal
                 JOIN subscription ON subscription.id = renewal.subscription
                 WHERE renewal.state = 'held' ORDER BY renewal.due_at";
    let rows = sqlx::query(query).fetch_all(conn).await?;
    rows.iter().map(|row| Ok((row.column("organization")?, RenewalRow::read(row)?))).collect()
}

/// Lets a held try be settled again, for a person who has decided about it. Returns the row with its new fence, or
/// `None` when it is not held any more.
pub async fn unhold(
    conn: &mut SqliteConnection,
    renewal: &RenewalRow,
) -> Result<Option<RenewalRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE renewal SET state = 'charging', alarm = NULL, fence = fence + 1
         WHERE subscription = ? AND due_at = ? AND fence = ? AND state = 'held' RETURNING *",
    )
    .bind(&renewal.subscription)
    .bind(renewal.due_at.epoch_seconds())
    .bind(renewal.fence)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(RenewalRow::read).transpose()
}

/// Has a declined renewal tried again at an instant.
pub async fn try_at(
    conn: &mut SqliteConnection,
    subscription: &str,
    at: Option<Instant>,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE renewal SET next_try_at = ? WHERE subscription = ? AND state = 'declined'")
        .bind(at.map(Instant::epoch_seconds))
        .bind(subscription)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends the declined renewal of a subscription that has ended.
pub async fn end(conn: &mut SqliteConnection, subscription: &str, at: Instant) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE renewal SET state = 'ended', next_try_at = NULL, settled_at = ?
         WHERE subscription = ? AND state = 'declined'",
    )
    .bind(at.epoch_seconds())
    .bind(subscription)
    .execute(conn)
    .await?;
    Ok(())
}

/// Organizations with a renewal to start, to try again, to settle or to end: those with the fewest checks without an
/// outcome first, so that a renewal which hangs does not delay a healthy one, then the longest due.
pub async fn due(conn: &mut SqliteConnection, now: Instant) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(
        "SELECT subscription.organization, COALESCE(renewal.checks, 0) AS checks, subscription.period_end
         FROM subscription
         LEFT JOIN renewal ON renewal.subscription = subscription.id AND renewal.state = 'charging'
         WHERE subscription.status <> 'ended' AND subscription.period_end <= ?
         UNION
         SELECT subscription.organization, renewal.checks, subscription.period_end FROM renewal
         JOIN subscription ON subscription.id = renewal.subscription WHERE renewal.state = 'charging'
         ORDER BY checks, period_end",
    )
    .bind(now.epoch_seconds())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row| row.column("organization")).collect()
}

/// The organization whose renewal is being charged by an intent.
pub async fn charging_intent(conn: &mut SqliteConnection, intent: &str) -> Result<Option<i64>, StoreError> {
    let query = "SELECT subscription.organization FROM renewal
                 JOIN subscription ON subscription.id = renewal.subscription
                 WHERE renewal.intent_id = ? AND renewal.state = 'charging'";
    Ok(sqlx::query_scalar(query).bind(intent).fetch_optional(conn).await?)
}

/// Whether an intent belongs to a renewal that is being charged, or about which a person decides or has decided.
pub async fn is_open_intent(conn: &mut SqliteConnection, intent: &str) -> Result<bool, StoreError> {
    let query = "SELECT 1 FROM renewal WHERE intent_id = ?1 AND state IN ('charging', 'held')
                 UNION ALL SELECT 1 FROM renewal_resolution WHERE intent_id = ?1 LIMIT 1";
    Ok(sqlx::query(query).bind(intent).fetch_optional(conn).await?.is_some())
}
