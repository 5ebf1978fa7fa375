use billing::{Cycle, Instant};
use contract::{Attempt, AttemptState, Charged, Decline, DeclineClass, PaymentMethod, Plan};
use sqlx::sqlite::SqliteRow;

use super::{RecoveryPoint, stored_card};
use crate::store::{Columns, Lease, StoreError};

/// A payment attempt.
#[derive(Clone, Debug)]
pub struct AttemptRow {
    /// Opaque id.
    pub id: String,
    /// The organization that pays.
    pub organization: i64,
    /// The subscription that is upgraded.
    pub subscription: String,
    /// The person who started the attempt, and their name at that time.
    pub person: String,
    pub by_name: String,
    /// The idempotency key, and the hash of the path and body of the request.
    pub idempotency_key: String,
    pub request_hash: String,
    /// Whether the key can start another attempt, because this one ended before an intent was stored.
    pub key_released: bool,
    /// The quote's id, hash and sealed text.
    pub quote_id: String,
    pub quote_hash: String,
    pub sealed: String,
    /// The version of the subscription when the quote was created.
    pub version: i64,
    pub before: Plan,
    pub after: Plan,
    /// Minor units of `currency`.
    pub amount_due_minor: i64,
    pub currency: String,
    /// The card as stored, for [`card`](Self::card). `None` if nothing is due.
    pub card_text: Option<String>,
    pub card_ref: Option<String>,
    pub state: AttemptState,
    /// Whether money moved: `no` only if that is proven. The database computes it from the row.
    pub charged: Charged,
    pub recovery_point: RecoveryPoint,
    /// The fencing token. Only a writer with the current value can change the row.
    pub fence: i64,
    /// The lease of the holder. Its end is the lease expiry or the next check.
    pub lease: Lease,
    /// Whether the holder of the lease is waiting for a gateway request.
    pub at_work: bool,
    /// Consecutive checks that the gateway did not answer.
    pub failed_checks: i64,
    /// The person who requested the cancellation.
    pub cancel_requested_by: Option<String>,
    /// The number of checks.
    pub checks: i64,
    pub intent_id: Option<String>,
    pub confirmation_url: Option<String>,
    /// The deadline of the bank's confirmation.
    pub confirm_until: Option<Instant>,
    pub decline: Option<DeclineClass>,
    /// The alarm for which the attempt is held. A held attempt is never settled automatically.
    pub alarm: Option<String>,
    pub started_at: Instant,
    /// Whether the request that started the attempt has been answered.
    pub answered: bool,
    /// The response body of a charged attempt, byte for byte.
    pub answer_body: Option<String>,
}

impl AttemptRow {
    pub(super) fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.column("id")?,
            organization: row.column("organization")?,
            subscription: row.column("subscription")?,
            person: row.column("person")?,
            by_name: row.column("by_name")?,
            idempotency_key: row.column("idempotency_key")?,
            request_hash: row.column("request_hash")?,
            key_released: row.column("key_released")?,
            quote_id: row.column("quote_id")?,
            quote_hash: row.column("quote_hash")?,
            sealed: row.column("sealed")?,
            version: row.column("version")?,
            before: plan(row, "before_sessions", "before_cycle")?,
            after: plan(row, "after_sessions", "after_cycle")?,
            amount_due_minor: row.column("amount_due_minor")?,
            currency: row.column("currency")?,
            card_text: row.column("card")?,
            card_ref: row.column("card_ref")?,
            state: row.word("state", AttemptState::parse)?,
            charged: row.word("money_moved", Charged::parse)?,
            recovery_point: row.word("recovery_point", RecoveryPoint::parse)?,
            fence: row.column("fence")?,
            lease: Lease { from: row.instant("lease_from")?, until: row.instant("lease_until")? },
            at_work: row.column("at_work")?,
            failed_checks: row.column("failed_checks")?,
            cancel_requested_by: row.column("cancel_requested_by")?,
            checks: row.column("checks")?,
            intent_id: row.column("intent_id")?,
            confirmation_url: row.column("confirmation_url")?,
            confirm_until: row.instant_or_null("confirm_until")?,
            decline: row.word_or_null("decline_class", |word| Some(DeclineClass::parse(word)))?,
            alarm: row.column("alarm")?,
            started_at: row.instant("started_at")?,
            answered: row.column("answered")?,
            answer_body: row.column("answer_body")?,
        })
    }

    /// The card. Only a receipt needs it, so an attempt whose card cannot be read is otherwise readable.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] if the stored card has a newer format or is damaged.
    pub fn card(&self) -> Result<Option<PaymentMethod>, StoreError> {
        self.card_text.as_deref().map(stored_card::from_text).transpose()
    }

    /// Whether an operator must resolve the attempt before anything else happens.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.alarm.is_some() && !self.state.is_final()
    }

    /// The API representation of the attempt.
    #[must_use]
    pub fn view(&self) -> Attempt {
        let open = !self.state.is_final();
        Attempt {
            id: self.id.clone(),
            state: self.state,
            charged: self.charged,
            quote_id: self.quote_id.clone(),
            by: self.by_name.clone(),
            started_at: self.started_at,
            amount_due_minor: self.amount_due_minor,
            currency: self.currency.clone(),
            before: self.before,
            after: self.after,
            next_check_at: Some(self.lease.until).filter(|_| open && !self.is_held()),
            confirmation_url: self
                .confirmation_url
                .clone()
                .filter(|_| self.state == AttemptState::RequiresAction),
            cancel_requested: open && self.cancel_requested_by.is_some(),
            decline: self.decline.map(|class| Decline { class }),
        }
    }
}

fn plan(row: &SqliteRow, sessions: &'static str, cycle: &'static str) -> Result<Plan, StoreError> {
    Ok(Plan { sessions: row.column(sessions)?, cycle: row.word(cycle, Cycle::parse)? })
}
