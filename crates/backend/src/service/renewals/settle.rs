use billing::Instant;
use contract::SubscriptionStatus;
use serde_json::json;

use super::Booking;
use crate::app::AppState;
use crate::error::Refusal;
use crate::gateway::Intent;
use crate::service::snapshot;
use crate::store::audit::{self, AuditEntry};
use crate::store::ledger::{self, Posting};
use crate::store::renewals::{self, RenewalRow, RenewalState};
use crate::store::subscriptions::{self, ChangeKind, NextVersion, SubscriptionRow};
use crate::store::{StoreError, Transaction};

/// Who a renewal is said to be by.
const BY: &str = "Automatic renewal";

/// Commits a paid renewal: the next period, the ledger and the trail together.
pub(super) async fn paid(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    intent: &Intent,
) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    let row = snapshot::load(&mut transaction, organization).await?;
    if book(&mut transaction, &row, renewal, Some(&intent.id), state.clock.now()).await? {
        transaction.commit().await.map_err(StoreError::from)?;
        state.metrics.renewals.inc("paid");
    }
    Ok(())
}

/// Books a renewal in the caller's transaction. `false` when somebody else has.
pub(super) async fn book(
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    renewal: &RenewalRow,
    intent: Option<&str>,
    now: Instant,
) -> Result<bool, Refusal> {
    if !renewals::settle(transaction, renewal, RenewalState::Paid, now).await? {
        return Ok(false);
    }
    let booking = Booking::from_text(&renewal.booking)?;
    let canceled = row.status == SubscriptionStatus::Canceled;
    let next = NextVersion {
        kind: ChangeKind::Renewal,
        by: BY,
        at: now,
        status: if canceled { SubscriptionStatus::Canceled } else { SubscriptionStatus::Active },
        terms: &booking.subscription,
        balance_minor: booking.balance_after_minor,
    };
    if row.terms.period_end != renewal.due_at || !subscriptions::advance(transaction, row, &next).await? {
        return Err(Refusal::internal(&format!("the renewal of {} met another version", row.id)));
    }
    let posting = Posting {
        group: format!("renewal:{}:{}", renewal.subscription, renewal.due_at),
        organization: row.organization.id,
        currency: renewal.currency.clone(),
        cash_minor: renewal.amount_minor,
        tax_minor: booking.renewal.tax_minor,
        balance_rise_minor: booking.balance_after_minor.saturating_sub(booking.balance_before_minor),
        intent_id: intent.map(str::to_owned),
        at: now,
    };
    ledger::post(transaction, &posting).await?;
    note(transaction, row, "renewal.paid", renewal, now).await?;
    Ok(true)
}

/// Ends a try that was not paid: the subscription is past due.
pub(super) async fn declined(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let row = snapshot::load(&mut transaction, organization).await?;
    if !renewals::settle(&mut transaction, renewal, RenewalState::Declined, now).await? {
        return Ok(());
    }
    if row.status == SubscriptionStatus::Active {
        subscriptions::set_status(&mut transaction, &row.id, SubscriptionStatus::PastDue).await?;
    }
    note(&mut transaction, &row, "renewal.declined", renewal, now).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    state.metrics.renewals.inc("declined");
    Ok(())
}

/// Leaves a try whose outcome is not known for later.
pub(super) async fn later(state: &AppState, renewal: &RenewalRow) -> Result<(), Refusal> {
    let now = state.clock.now();
    let until = now.checked_add_seconds(super::RETRY_SECONDS.cast_signed()).unwrap_or(now);
    let mut transaction = state.store.begin().await?;
    renewals::wait(&mut transaction, renewal, until).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    state.metrics.renewals.inc("unknown");
    Ok(())
}

/// Ends a canceled subscription whose paid period is over.
pub(super) async fn end(
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    now: Instant,
) -> Result<(), Refusal> {
    subscriptions::set_status(transaction, &row.id, SubscriptionStatus::Ended).await?;
    let entry = AuditEntry {
        at: now,
        organization: row.organization.id,
        actor: "renewals",
        event: "subscription.ended",
        subject: &row.id,
        body: "{}",
    };
    Ok(audit::append(transaction, &entry).await?)
}

/// Adds what became of a renewal to the trail.
pub(super) async fn note(
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    event: &str,
    renewal: &RenewalRow,
    now: Instant,
) -> Result<(), Refusal> {
    let body = json!({
        "dueAt": renewal.due_at,
        "try": renewal.tries,
        "amountMinor": renewal.amount_minor,
        "currency": renewal.currency,
    });
    let entry = AuditEntry {
        at: now,
        organization: row.organization.id,
        actor: "renewals",
        event,
        subject: &row.id,
        body: &body.to_string(),
    };
    Ok(audit::append(transaction, &entry).await?)
}
