use billing::Instant;
use contract::{Charged, PaymentMethod, Plan};

use super::stored_card;
use crate::store::Connection;
use crate::store::{Lease, StoreError};

/// A payment attempt to insert.
#[derive(Clone, Debug)]
pub struct NewAttempt {
    pub id: String,
    pub organization: i64,
    pub subscription: String,
    pub person: String,
    pub by_name: String,
    pub idempotency_key: String,
    pub request_hash: String,
    pub quote_id: String,
    pub quote_hash: String,
    pub sealed: String,
    pub version: i64,
    pub before: Plan,
    pub after: Plan,
    pub amount_due_minor: i64,
    pub currency: String,
    /// The card for display, and the gateway's reference to it.
    pub card: Option<(PaymentMethod, String)>,
    pub started_at: Instant,
    pub lease: Lease,
}

/// Inserts an attempt with the first fence.
///
/// # Errors
/// [`StoreError::Database`] if the subscription already has an open attempt or the idempotency key is in use.
pub async fn insert(connection: &mut Connection, new: &NewAttempt) -> Result<(), StoreError> {
    let card = new.card.as_ref().map(|(card, _)| stored_card::to_text(card)).transpose()?;
    let query = "INSERT INTO upgrade_attempt (id, organization, subscription, person, by_name, idempotency_key,
                 request_hash, quote_id, quote_hash, sealed, version, before_sessions, before_cycle, after_sessions,
                 after_cycle, amount_due_minor, currency, card, card_ref, started_at, lease_from,
                 lease_until, state, charged, recovery_point, at_work)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 'started', $23, 'R0', 1)";
    sqlx::query(query)
        .bind(&new.id)
        .bind(new.organization)
        .bind(&new.subscription)
        .bind(&new.person)
        .bind(&new.by_name)
        .bind(&new.idempotency_key)
        .bind(&new.request_hash)
        .bind(&new.quote_id)
        .bind(&new.quote_hash)
        .bind(&new.sealed)
        .bind(new.version)
        .bind(new.before.sessions)
        .bind(new.before.cycle.as_str())
        .bind(new.after.sessions)
        .bind(new.after.cycle.as_str())
        .bind(new.amount_due_minor)
        .bind(&new.currency)
        .bind(card)
        .bind(new.card.as_ref().map(|(_, card_ref)| card_ref))
        .bind(new.started_at.epoch_seconds())
        .bind(new.lease.from.epoch_seconds())
        .bind(new.lease.until.epoch_seconds())
        .bind(if new.amount_due_minor == 0 { Charged::No } else { Charged::Unknown }.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
