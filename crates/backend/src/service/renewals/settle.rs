use std::time::Duration;

use billing::Instant;
use contract::SubscriptionStatus;
use gateway::Intent;
use serde_json::json;

use super::charge::Reason;
use super::{Booking, lease, receipt, schedule, unresolved};
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::{payment, snapshot, unreadable};
use crate::store::Connection;
use crate::store::audit::{self, AuditEntry};
use crate::store::cards::CardRow;
use crate::store::ledger::{self, Posting};
use crate::store::renewals::{self, RenewalRow};
use crate::store::subscriptions::{self, ChangeKind, NextVersion, SubscriptionRow};
use crate::store::{StoreError, Transaction, cards, outbox};

/// The author of a renewal, as shown on its receipt.
pub(super) const BY: &str = "Automatic renewal";

/// The result of booking a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Booked {
    Yes,
    /// Another process settled or took over the try.
    Superseded,
    /// The subscription has changed since the try was written.
    Impossible(&'static str),
}

/// Commits a paid try in one transaction: the next period, ledger, receipt, outbox message and audit trail. Holds a
/// charge that cannot be booked.
///
/// # Errors
/// When the database fails. The alarm `charge_not_recorded` is raised, and the next round retrieves the charge again.
pub(super) async fn paid(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    intent: &Intent,
) -> Result<(), Refusal> {
    let result = book_or_hold(state, organization, renewal, intent).await;
    result.inspect_err(|refusal| {
        state.alarms.raise(Alarm::ChargeNotRecorded, &renewal.name(), &refusal.code());
    })
}

async fn book_or_hold(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    intent: &Intent,
) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    let row = snapshot::load(&mut transaction, organization).await?;
    match book(state, &mut transaction, &row, renewal, Some(intent), state.clock.now()).await? {
        Booked::Yes => {
            transaction.commit().await.map_err(StoreError::from)?;
            state.metrics.renewals.inc("paid");
            Ok(())
        }
        Booked::Superseded => Ok(()),
        Booked::Impossible(alarm) => {
            drop(transaction);
            hold(state, organization, renewal, alarm).await
        }
    }
}

/// Books a try in the caller's transaction, with the amount that the gateway charged.
pub(super) async fn book(
    state: &AppState,
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    renewal: &RenewalRow,
    intent: Option<&Intent>,
    now: Instant,
) -> Result<Booked, Refusal> {
    let charged_minor = intent.map_or(0, |intent| intent.amount_minor);
    let booking = Booking::from_text(&renewal.booking)?;
    if let Some(change) = change_since(transaction, row, renewal, &booking).await? {
        return Ok(Booked::Impossible(change));
    }
    // First, because it unlocks the subscription, which cannot change while a try is being charged.
    if !renewals::settle_paid(transaction, renewal, now).await? {
        return Ok(Booked::Superseded);
    }
    let canceled = row.status == SubscriptionStatus::Canceled;
    let next = NextVersion {
        kind: ChangeKind::Renewal,
        by: BY,
        at: now,
        status: if canceled { SubscriptionStatus::Canceled } else { SubscriptionStatus::Active },
        terms: &booking.subscription,
        balance_minor: booking.balance_after_minor,
    };
    if !subscriptions::advance(transaction, row, &next).await? {
        return Err(Refusal::internal(&format!(
            "the version of {} changed while its renewal was booked",
            row.id
        )));
    }
    let posting = Posting {
        group: renewal.name(),
        organization: row.organization.id,
        currency: renewal.currency.clone(),
        cash_minor: charged_minor,
        tax_minor: booking.renewal.tax_minor,
        balance_rise_minor: booking.balance_after_minor.saturating_sub(booking.balance_before_minor),
        intent_id: intent.map(|intent| intent.id.clone()),
        at: now,
    };
    ledger::post(transaction, &posting).await?;
    let number = receipt::write(state, transaction, row, renewal, &booking, intent, now).await?;
    let body = json!({ "receipt": number, "chargedMinor": charged_minor, "currency": renewal.currency });
    announce(transaction, row, "renewal_paid", &renewal.name(), &body, now).await?;
    note(transaction, row, "renewal.paid", renewal, now).await?;
    Ok(Booked::Yes)
}

/// The alarm if the subscription has changed since the try was written, other than by a cancellation or reactivation.
pub(super) async fn change_since(
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    renewal: &RenewalRow,
    booking: &Booking,
) -> Result<Option<&'static str>, Refusal> {
    if row.status == SubscriptionStatus::Ended {
        return Ok(Some("a renewal was charged after its subscription had ended"));
    }
    let has_changed = row.terms.period_end != renewal.due_at
        || row.balance_minor != booking.balance_before_minor
        || subscriptions::terms_changed_since(transaction, &row.id, renewal.version).await?;
    Ok(has_changed.then_some("a renewal was charged for an outdated version of the subscription"))
}

/// Holds a charged try that cannot be booked.
pub(super) async fn hold(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    alarm: &'static str,
) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    let row = snapshot::load(&mut transaction, organization).await?;
    if !renewals::hold(&mut transaction, renewal, alarm).await? {
        return Ok(());
    }
    note(&mut transaction, &row, "renewal.held", renewal, state.clock.now()).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    state.alarms.raise(Alarm::RenewalHeld, &renewal.name(), &alarm);
    state.metrics.renewals.inc("held");
    Ok(())
}

/// Ends a try that was not charged. Retries at once with a card that was saved since, and once after a try that the
/// bank never answered. Otherwise the subscription is past due and the schedule determines the next try.
pub(super) async fn not_paid(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    reason: Reason,
) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let row = snapshot::load(&mut transaction, organization).await?;
    if !decline(state, &mut transaction, &row, renewal, reason, now).await? {
        return Ok(());
    }
    transaction.commit().await.map_err(StoreError::from)?;
    state.metrics.renewals.inc("declined");
    Ok(())
}

/// Ends a try without a booking, in the caller's transaction. Returns `false` when it was taken over or has ended.
pub(super) async fn decline(
    state: &AppState,
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    renewal: &RenewalRow,
    reason: Reason,
    now: Instant,
) -> Result<bool, Refusal> {
    let on_file = unreadable::card_on_file(state, transaction, row.organization.id).await?;
    let has_new_card = on_file.as_ref().is_some_and(|card| Some(&card.id) != renewal.card.as_ref());
    let is_unanswered = reason == Reason::Unanswered;
    if reason.is_by_bank() {
        renewals::insert_decline(transaction, renewal, row.organization.id, now).await?;
    }
    if reason == Reason::Refused {
        unresolved::remember(state, transaction, row.organization.id, renewal).await?;
    }
    // How long a new card must wait for the limit of declines, in seconds.
    let wait = match &on_file {
        Some(card) if has_new_card && reason != Reason::ChargeKept => {
            Some(wait_for_limit(state, transaction, row, card, now).await?)
        }
        _ => None,
    };
    let at_once =
        reason != Reason::ChargeKept && (wait == Some(0) || (is_unanswered && renewal.unanswered == 0));
    let next_try_at = match wait {
        _ if at_once => Some(now),
        Some(wait) => Some(schedule::next_try_after(renewal.due_at, now, wait)),
        None if reason.allows_retry() => schedule::next_try(renewal.due_at, now),
        None => None,
    };
    let unanswered = if is_unanswered { renewal.unanswered + 1 } else { 0 };
    let reason_and_intent = (reason.as_str(), reason == Reason::ConfirmationRequired);
    let settled =
        renewals::settle_declined(transaction, renewal, reason_and_intent, unanswered, next_try_at, now);
    if !settled.await? {
        return Ok(false);
    }
    match row.status {
        SubscriptionStatus::Active if !at_once => {
            subscriptions::set_status(transaction, &row.id, SubscriptionStatus::PastDue).await?;
        }
        SubscriptionStatus::Ended => {
            renewals::end(transaction, &row.id, now).await?;
        }
        _ => {}
    }
    announce_failure(transaction, row, renewal, reason.as_str(), next_try_at, now).await?;
    note(transaction, row, "renewal.declined", renewal, now).await?;
    Ok(true)
}

/// The seconds until the limit of declines allows a try with a card.
async fn wait_for_limit(
    state: &AppState,
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    card: &CardRow,
    now: Instant,
) -> Result<i64, StoreError> {
    let person = cards::saved_by(transaction, &card.id).await;
    let subject = unreadable::subject_of_card(row.organization.id);
    let person = unreadable::or_default(state, &subject, person)?.unwrap_or_default();
    let wait = payment::limit_of_declines(transaction, &person, row.organization.id, now).await?;
    Ok(wait.unwrap_or(0))
}

/// Has a declined renewal tried with a new card after `wait_seconds`, when the limit of declines allows it.
pub(in crate::service) async fn try_later(
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    wait_seconds: i64,
    now: Instant,
) -> Result<(), StoreError> {
    let next = schedule::next_try_after(row.terms.period_end, now, wait_seconds);
    renewals::try_at(transaction, &row.id, Some(next)).await
}

/// Postpones a try without an outcome. On day 21 the subscription ends anyway, and the try is still settled later.
pub(super) async fn later(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    confirm_sent: bool,
    retry_after: Option<Duration>,
) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let pause = lease::pause(state, renewal.checks, retry_after);
    if !renewals::wait(&mut transaction, renewal, confirm_sent, pause).await? {
        return Ok(());
    }
    let row = snapshot::load(&mut transaction, organization).await?;
    if row.status != SubscriptionStatus::Ended && now >= schedule::end(renewal.due_at) {
        end(&mut transaction, &row, now).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    state.metrics.renewals.inc("unknown");
    Ok(())
}

/// Postpones a try whose intent the gateway failed to create, and gives it another key. The intent that the gateway may have
/// is found and canceled later.
pub(super) async fn create_again(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    retry_after: Option<Duration>,
) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    unresolved::insert(state, &mut transaction, organization, renewal).await?;
    let pause = lease::pause(state, renewal.checks, retry_after);
    if renewals::renumber(&mut transaction, renewal, pause).await? {
        transaction.commit().await.map_err(StoreError::from)?;
        state.metrics.renewals.inc("unknown");
    }
    Ok(())
}

/// Ends a canceled or unpaid subscription, and its declined renewal.
pub(in crate::service) async fn end(
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    now: Instant,
) -> Result<(), Refusal> {
    subscriptions::set_status(transaction, &row.id, SubscriptionStatus::Ended).await?;
    renewals::end(transaction, &row.id, now).await?;
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

/// Ends the declined renewal of a period that a paid upgrade has replaced.
pub(in crate::service) async fn supersede(
    connection: &mut Connection,
    row: &SubscriptionRow,
    now: Instant,
) -> Result<(), StoreError> {
    if !renewals::end(connection, &row.id, now).await? {
        return Ok(());
    }
    let entry = AuditEntry {
        at: now,
        organization: row.organization.id,
        actor: "renewals",
        event: "renewal.superseded",
        subject: &row.id,
        body: "{}",
    };
    audit::append(connection, &entry).await
}

/// Writes the outbox message about an unpaid try.
pub(super) async fn announce_failure(
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    renewal: &RenewalRow,
    reason: &str,
    next_try_at: Option<Instant>,
    now: Instant,
) -> Result<(), StoreError> {
    let body = json!({ "reason": reason, "nextTryAt": next_try_at });
    let mut dedupe = format!("{}:{}", renewal.name(), renewal.tries);
    if renewal.confirmations > 0 {
        // One try is declined again if a person's confirmation fails.
        dedupe = format!("{dedupe}:{}", renewal.confirmations);
    }
    announce(transaction, row, "renewal_failed", &dedupe, &body, now).await
}

async fn announce(
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    kind: &str,
    dedupe: &str,
    body: &serde_json::Value,
    now: Instant,
) -> Result<(), StoreError> {
    let dedupe = format!("{kind}:{dedupe}");
    outbox::append(transaction, &dedupe, row.organization.id, kind, &body.to_string(), now).await
}

/// Appends a change of a renewal to the audit trail.
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
