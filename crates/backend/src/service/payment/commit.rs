use std::time::Duration;

use billing::{Quote, after_upgrade};
use contract::{
    AttemptState, Charged, CodeTerms, PaymentMethod, Receipt, ReceiptKind, SubscriptionStatus, UpgradeAnswer,
};
use gateway::Intent;

use super::lease;
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::service::quoting::SealedTerms;
use crate::service::{renewals as renewal_service, snapshot, unreadable};
use crate::store::Connection;
use crate::store::attempts::{self, AttemptRow, Release, Waiting};
use crate::store::audit::{self, AuditEntry};
use crate::store::ledger::{self, Posting};
use crate::store::receipts::Source;
use crate::store::subscriptions::{self, ChangeKind, NextVersion, SubscriptionRow};
use crate::store::{StoreError, outbox, receipts, redemptions, renewals};

/// How often one phase is tried while the database is busy. A retry never charges again.
const TRIES: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// A change to an attempt, committed in one transaction.
#[derive(Clone, Debug)]
pub enum AttemptChange {
    /// The intent exists, unconfirmed.
    StoreIntent(String),
    /// The attempt is not settled yet.
    Wait(Waiting),
    /// The attempt is paid by this intent, or by none when nothing was due.
    Charge(Option<Box<Intent>>),
    /// The attempt ended without a charge.
    Release(Release),
    /// The gateway charged something other than the attempt requested.
    Hold(&'static str),
    /// The gateway did not respond, so the state is unchanged.
    CheckLater {
        /// The gateway's `Retry-After`.
        retry_after: Option<Duration>,
    },
}

/// Commits a change and returns the attempt as stored afterwards. If another writer took over the attempt or was
/// faster, this is the state that the other writer stored. `by` is the person or the component that made the change.
///
/// # Errors
/// When the database stays busy or refuses. The row keeps its last committed state, and recovery continues from it.
pub async fn commit(
    state: &AppState,
    attempt: &AttemptRow,
    change: &AttemptChange,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let mut pause = FIRST_PAUSE;
    for _ in 1..TRIES {
        match commit_once(state, attempt, change, by).await {
            Err(StoreError::Unavailable(cause)) => {
                tracing::warn!(attempt = attempt.id, %cause, "retrying a phase of a payment");
            }
            Ok(now) => return Ok(now),
            // A retry would fail in the same way.
            Err(_) => break,
        }
        tokio::time::sleep(pause).await;
        pause = pause.saturating_mul(3);
    }
    let last = commit_once(state, attempt, change, by).await;
    if let (Err(error), AttemptChange::Charge(Some(_))) = (&last, change) {
        state.alarms.raise(Alarm::ChargeNotRecorded, &attempt.id, error);
    }
    last
}

async fn commit_once(
    state: &AppState,
    attempt: &AttemptRow,
    change: &AttemptChange,
    by: &str,
) -> Result<AttemptRow, StoreError> {
    let mut transaction = state.store.begin().await?;
    let event = apply_change(state, &mut transaction, attempt, change).await?;
    let now = attempts::by_id(&mut transaction, attempt.organization, &attempt.id)
        .await?
        .ok_or(StoreError::Unreadable("upgrade_attempt.id"))?;
    match event {
        // The audit trail has one row for each change, and none for a check that changed nothing.
        Some(event) if has_changed(attempt, &now) => {
            audit_event(state, &mut transaction, &now, event, by).await?
        }
        Some(_) => {}
        None => tracing::warn!(attempt = attempt.id, "a write by an outdated writer had no effect"),
    }
    // When the result of the commit is lost, the retry finds the change already stored.
    transaction.commit().await?;
    Ok(now)
}

/// Whether the attempt differs from `before` in anything that the audit trail records.
fn has_changed(before: &AttemptRow, now: &AttemptRow) -> bool {
    before.state != now.state
        || before.charged != now.charged
        || before.recovery_point != now.recovery_point
        || before.intent_id != now.intent_id
        || before.confirmation_url != now.confirmation_url
        || before.alarm != now.alarm
}

/// Applies a change. Returns the audit event, or `None` when another writer has taken over the attempt.
async fn apply_change(
    state: &AppState,
    connection: &mut Connection,
    attempt: &AttemptRow,
    change: &AttemptChange,
) -> Result<Option<&'static str>, StoreError> {
    let now = state.clock.now();
    let (is_applied, event) = match change {
        AttemptChange::StoreIntent(intent) => {
            let stored = attempts::store_intent(connection, attempt, intent, lease::lease(state)).await?;
            (stored, "attempt.intent_stored")
        }
        AttemptChange::Wait(waiting) => {
            let next = match waiting {
                Waiting::OutcomeUnknown { retry_after } => {
                    lease::retry(state, attempt.failed_checks, *retry_after)
                }
                Waiting::ActionRequired { .. } | Waiting::Processing => lease::next_check(state),
            };
            let waits = attempts::wait(connection, attempt, waiting, next).await?;
            let event = match waiting {
                Waiting::ActionRequired { .. } => "attempt.requires_action",
                Waiting::Processing => "attempt.processing",
                Waiting::OutcomeUnknown { .. } => "attempt.unknown",
            };
            (waits, event)
        }
        AttemptChange::Charge(intent) => {
            return apply_charge(state, connection, attempt, intent.as_deref()).await;
        }
        AttemptChange::Release(release) => {
            let released = attempts::release(connection, attempt, *release, now).await?;
            if released {
                redemptions::release(connection, &attempt.id, now).await?;
            }
            let event = match release {
                Release::Declined(_) => "attempt.declined",
                Release::Canceled | Release::NotSent { .. } => "attempt.canceled",
            };
            (released, event)
        }
        AttemptChange::Hold(alarm) => {
            let is_held = attempts::hold(connection, attempt, alarm).await?;
            if is_held {
                state.alarms.raise(Alarm::PaymentHeld, &attempt.id, alarm);
            }
            (is_held, "attempt.held")
        }
        AttemptChange::CheckLater { retry_after } => {
            let next = lease::retry(state, attempt.failed_checks, *retry_after);
            let waits = attempts::keep_waiting(connection, attempt, next).await?;
            (waits, "attempt.looked_at")
        }
    };
    Ok(is_applied.then_some(event))
}

/// Appends an event to the audit trail.
pub async fn audit_event(
    state: &AppState,
    connection: &mut Connection,
    attempt: &AttemptRow,
    event: &str,
    by: &str,
) -> Result<(), StoreError> {
    let body = serde_json::json!({
        "state": attempt.state.as_str(),
        "recoveryPoint": attempt.recovery_point.as_str(),
        "fence": attempt.fence,
        "quoteId": attempt.quote_id,
        "version": attempt.version,
        "amountDueMinor": attempt.amount_due_minor,
        "currency": attempt.currency,
        "intent": attempt.intent_id,
    });
    let entry = AuditEntry {
        at: state.clock.now(),
        organization: attempt.organization,
        actor: by,
        event,
        subject: &attempt.id,
        body: &body.to_string(),
    };
    audit::append(connection, &entry).await
}

/// Applies a paid attempt in the caller's transaction: ledger, subscription, promotion code, receipt, outbox message and
/// response. Returns the audit event, or `None` when another writer has taken over the attempt.
pub async fn apply_charge(
    state: &AppState,
    connection: &mut Connection,
    attempt: &AttemptRow,
    intent: Option<&Intent>,
) -> Result<Option<&'static str>, StoreError> {
    let now = state.clock.now();
    let terms = SealedTerms::from_text(&attempt.sealed)?;
    let card = attempt.card()?;
    let before = subscriptions::load(connection, attempt.organization).await?;
    let can_upgrade = |row: &SubscriptionRow| {
        row.id == attempt.subscription
            && row.version == attempt.version
            && row.status != SubscriptionStatus::Ended
    };
    if !can_upgrade(&before) {
        return reject_outdated(state, connection, attempt, intent).await;
    }
    // Without an intent, nothing locks the subscription against a renewal that started in between.
    if intent.is_none() && renewals::is_unsettled(connection, &before.id).await? {
        return reject_outdated(state, connection, attempt, intent).await;
    }
    // This comes first, because it unlocks the subscription.
    if !attempts::charge(connection, attempt, now).await? {
        return Ok(None);
    }
    let (input, output) = (&terms.input, &terms.output);
    let segment = format!("s{}", attempt.version.saturating_add(1));
    let after = after_upgrade(&before.terms, input.target, input.promo.as_ref(), output, &segment);
    // The upgrade starts a period of its own and credits the old one, so nothing is due for the old one any more.
    let starts_period = after.period_end != before.terms.period_end;
    let next = NextVersion {
        kind: ChangeKind::Upgrade,
        by: &attempt.by_name,
        at: now,
        status: if starts_period { SubscriptionStatus::Active } else { before.status },
        terms: &after,
        balance_minor: output.balance_after_minor,
    };
    if !subscriptions::advance(connection, &before, &next).await? {
        return Err(StoreError::Unreadable("subscription.version"));
    }
    if starts_period {
        renewal_service::supersede(connection, &before, now).await?;
    }
    redemptions::redeem(connection, &attempt.id, now).await?;
    ledger::post(connection, &posting(attempt, &before, output, intent, now)).await?;
    let (sequence, number) = receipts::next_number(connection, attempt.organization).await?;
    let receipt = receipt(attempt, &before, &terms, card, intent, number, now);
    receipts::insert(connection, sequence, &receipt, Source::Attempt(&attempt.id)).await?;
    announce(connection, attempt, &receipt, now).await?;

    let mut paid = attempt.view();
    paid.state = AttemptState::Charged;
    paid.charged = if intent.is_some() { Charged::Yes } else { Charged::No };
    (paid.next_check_at, paid.confirmation_url) = (None, None);
    // A charge must be booked even if the subscription cannot be shown. The response is then without it.
    let subscription = snapshot::show(connection, state, attempt.organization, now).await.map(Some);
    let subject = format!("organization {}", attempt.organization);
    let subscription = unreadable::or_default(state, &subject, subscription)?;
    let answer = UpgradeAnswer { attempt: paid, receipt: Some(receipt), subscription };
    let answer = serde_json::to_string(&answer).map_err(|_| StoreError::Unreadable("answer_body"))?;
    attempts::store_answer(connection, &attempt.id, &answer).await?;
    Ok(Some("attempt.charged"))
}

/// Handles a paid attempt whose subscription version has changed, or whose subscription has ended. The lock on the
/// subscription prevents this once the intent is stored. If it still happens, the attempt is held: nothing is granted or
/// refunded until a person decides.
async fn reject_outdated(
    state: &AppState,
    connection: &mut Connection,
    attempt: &AttemptRow,
    intent: Option<&Intent>,
) -> Result<Option<&'static str>, StoreError> {
    if intent.is_some() {
        const ALARM: &str = "charged for an outdated version of the subscription";
        // Without this check, a late writer would raise an alarm about a payment that was booked.
        if !attempts::hold(connection, attempt, ALARM).await? {
            return Ok(None);
        }
        state.alarms.raise(Alarm::PaymentHeld, &attempt.id, &ALARM);
        return Ok(Some("attempt.held"));
    }
    let now = state.clock.now();
    let released =
        attempts::release(connection, attempt, Release::NotSent { unresolved: false }, now).await?;
    redemptions::release(connection, &attempt.id, now).await?;
    Ok(released.then_some("attempt.canceled"))
}

fn posting(
    attempt: &AttemptRow,
    before: &SubscriptionRow,
    output: &Quote,
    intent: Option<&Intent>,
    now: billing::Instant,
) -> Posting {
    Posting {
        group: format!("attempt:{}", attempt.id),
        organization: attempt.organization,
        currency: attempt.currency.clone(),
        cash_minor: intent.map_or(0, |intent| intent.amount_minor),
        tax_minor: output.tax_minor.saturating_sub(output.credit_tax_minor),
        balance_rise_minor: output.balance_after_minor.saturating_sub(before.balance_minor),
        intent_id: intent.map(|intent| intent.id.clone()),
        at: now,
    }
}

fn receipt(
    attempt: &AttemptRow,
    before: &SubscriptionRow,
    terms: &SealedTerms,
    card: Option<PaymentMethod>,
    intent: Option<&Intent>,
    number: String,
    now: billing::Instant,
) -> Receipt {
    let output = &terms.output;
    Receipt {
        number,
        kind: ReceiptKind::Upgrade,
        at: now,
        organization: before.organization.clone(),
        tax_id: before.tax_id.clone(),
        currency: attempt.currency.clone(),
        quoted_minor: output.amount_due_minor,
        charged_minor: intent.map_or(0, |intent| intent.amount_minor),
        total_minor: output.total_minor,
        balance_before_minor: before.balance_minor,
        balance_after_minor: output.balance_after_minor,
        quote_id: Some(attempt.quote_id.clone()),
        quote_hash: Some(attempt.quote_hash.clone()),
        gateway_reference: intent.map(|intent| intent.id.clone()),
        by: attempt.by_name.clone(),
        before: attempt.before,
        after: attempt.after,
        effective_at: output.effective_at,
        period_end: output.period_end,
        renewal_estimate_minor: output.renewal.estimated_due_minor,
        lines: output.lines.clone(),
        credited: terms.credited(),
        code_terms: terms.input.promo.as_ref().map(CodeTerms::from),
        payment_method: card.filter(|_| intent.is_some()),
        sample_data: before.sample_data,
        notes: Vec::new(),
    }
}

async fn announce(
    connection: &mut Connection,
    attempt: &AttemptRow,
    receipt: &Receipt,
    now: billing::Instant,
) -> Result<(), StoreError> {
    let body = serde_json::json!({
        "attempt": attempt.id,
        "receipt": receipt.number,
        "person": attempt.person,
        "chargedMinor": receipt.charged_minor,
        "currency": receipt.currency,
    });
    let dedupe = format!("upgrade_paid:{}", attempt.id);
    outbox::append(connection, &dedupe, attempt.organization, "upgrade_paid", &body.to_string(), now).await
}
