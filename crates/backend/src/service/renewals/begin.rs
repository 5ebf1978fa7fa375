use std::fmt;

use billing::Instant;
use contract::SubscriptionStatus;

use super::{Booking, lease, schedule, settle};
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::{payment, snapshot, unreadable};
use crate::store::attempts::{self, RecoveryPoint};
use crate::store::renewals::{self, RenewalRow, RenewalState};
use crate::store::subscriptions::{self, SubscriptionRow};
use crate::store::{StoreError, Transaction};

/// The next step of a subscription's renewal.
#[derive(Debug)]
pub(super) enum Due {
    /// Nothing to do now.
    Nothing,
    /// A renewal was booked without the gateway. Another one may be due.
    Passed,
    /// The kept intent of the declined try must be canceled before anything else follows it.
    Cancel(Box<RenewalRow>),
    /// A try must be charged.
    Charge {
        /// The try.
        renewal: Box<RenewalRow>,
        /// Whether the try may still be confirmed. `false` when the subscription was canceled or has ended.
        wanted: bool,
    },
}

/// Decides the next step in one transaction, and writes a try before it is charged.
pub(super) async fn begin(state: &AppState, organization: i64) -> Result<Due, Refusal> {
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let row = match subscriptions::load(&mut transaction, organization).await {
        Err(error) if error.is_unreadable() => {
            alarm_unreadable(state, &format!("subscription of organization {organization}"), &error);
            return Ok(Due::Nothing);
        }
        row => row?,
    };
    let open = match renewals::open_of(&mut transaction, &row.id).await {
        Err(error @ (StoreError::Unavailable(_) | StoreError::Unopenable { .. })) => return Err(error.into()),
        Err(error) => {
            let name = renewals::open_name_of(&mut transaction, &row.id).await?;
            alarm_unreadable(state, &name.unwrap_or_default(), &error);
            return Ok(Due::Nothing);
        }
        Ok(open) => open,
    };
    let due = match open {
        Some(renewal) if renewal.state == RenewalState::Held => Due::Nothing,
        // Independent of the clock, which may have been set back since the try was written.
        Some(renewal) if renewal.state == RenewalState::Charging => {
            let is_free = renewal.lease.is_over(now);
            resume(state, &mut transaction, &row, &renewal, is_free).await?
        }
        declined => match renewals::ended_with_intent(&mut transaction, &row.id).await? {
            Some(ended) => Due::Cancel(Box::new(ended)),
            None => advance(state, &mut transaction, &row, declined, now).await?,
        },
    };
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(due)
}

/// Takes over the try that charges an intent, before its next check is due. Returns [`Due::Nothing`] while a process is
/// working on it.
pub(super) async fn begin_early(state: &AppState, organization: i64, intent: &str) -> Result<Due, Refusal> {
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let row = snapshot::load(&mut transaction, organization).await?;
    let open = renewals::open_of(&mut transaction, &row.id).await?;
    let is_charging_intent = |renewal: &RenewalRow| {
        renewal.state == RenewalState::Charging && renewal.intent_id.as_deref() == Some(intent)
    };
    let due = match open.filter(is_charging_intent) {
        Some(renewal) => {
            // Return an error for an unreadable booking, so that the gateway sends its event again.
            Booking::from_text(&renewal.booking)?;
            let is_free = !renewal.at_work || renewal.lease.is_over(now);
            resume(state, &mut transaction, &row, &renewal, is_free).await?
        }
        None => Due::Nothing,
    };
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(due)
}

/// Raises an alarm for a renewal, or its subscription, that cannot be read. It is skipped until a person has corrected
/// it.
pub(super) fn alarm_unreadable(state: &AppState, subject: &str, cause: &dyn fmt::Display) {
    state.alarms.raise(Alarm::UnreadableRow, subject, cause);
    state.metrics.renewals.inc("unreadable");
}

async fn resume(
    state: &AppState,
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    renewal: &RenewalRow,
    is_free: bool,
) -> Result<Due, Refusal> {
    let now = state.clock.now();
    if !is_free {
        return Ok(Due::Nothing);
    }
    // A renewal that cannot be booked is not charged, and a charge stays unsettled until its booking can be read.
    if let Err(error) = Booking::from_text(&renewal.booking) {
        alarm_unreadable(state, &renewal.name(), &error);
        renewals::wait(transaction, renewal, renewal.confirm_sent, lease::unreadable(state)).await?;
        return Ok(Due::Nothing);
    }
    let leased = renewals::take_over(transaction, renewal, lease::at_work(state)).await?;
    let wanted = matches!(row.status, SubscriptionStatus::Active | SubscriptionStatus::PastDue)
        && now < schedule::end(renewal.due_at);
    Ok(leased.map_or(Due::Nothing, |renewal| Due::Charge { renewal: Box::new(renewal), wanted }))
}

async fn advance(
    state: &AppState,
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    declined: Option<RenewalRow>,
    now: Instant,
) -> Result<Due, Refusal> {
    if row.status == SubscriptionStatus::Ended || row.terms.period_end > now {
        return Ok(Due::Nothing);
    }
    if waits_for_payment(state, transaction, &row.id).await? {
        return Ok(Due::Nothing);
    }
    let declined = match declined {
        // A renewal of another period does not delay or end anything.
        Some(renewal) if renewal.due_at != row.terms.period_end => {
            settle::supersede(transaction, row, now).await?;
            None
        }
        declined => declined,
    };
    let is_over = declined.as_ref().is_some_and(|renewal| now >= schedule::end(renewal.due_at));
    let ends = row.status == SubscriptionStatus::Canceled || is_over;
    let waits = |renewal: &RenewalRow| renewal.next_try_at.is_none_or(|next_try_at| next_try_at > now);
    if !ends && declined.as_ref().is_some_and(waits) {
        return Ok(Due::Nothing);
    }
    if let Some(renewal) = declined.as_ref().filter(|renewal| renewal.confirmable) {
        return Ok(Due::Cancel(Box::new(renewal.clone())));
    }
    if ends {
        settle::end(transaction, row, now).await?;
        return Ok(Due::Nothing);
    }
    start(state, transaction, row, declined, now).await
}

/// Whether the renewal must wait for an open payment. A payment that may have charged was quoted for the period that
/// has just ended, so it is applied first. One that has certainly not charged is canceled, because its price ended with
/// the period.
async fn waits_for_payment(
    state: &AppState,
    transaction: &mut Transaction,
    subscription: &str,
) -> Result<bool, Refusal> {
    let Some(open) = attempts::open_progress(transaction, subscription).await? else { return Ok(false) };
    if open.is_held {
        // A person decides about a held payment, which may take days.
        return Ok(false);
    }
    if open.recovery_point != RecoveryPoint::Claimed {
        return Ok(true);
    }
    match attempts::open_of(transaction, subscription).await {
        Ok(None) => {}
        Ok(Some(open)) => payment::withdraw(state, transaction, &open, "renewals").await?,
        // Its request may still confirm an intent for the old period.
        Err(error) if error.is_unreadable() => {
            unreadable::alarm_attempt(state, &open.id, &error);
            return Ok(true);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(false)
}

/// Writes the first try, or the one after a declined try, with a fence that no earlier try has.
async fn start(
    state: &AppState,
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    declined: Option<RenewalRow>,
    now: Instant,
) -> Result<Due, Refusal> {
    let booking = Booking::of(row).inspect_err(|_| {
        let cause = "the price engine refuses the stored subscription; the log has the reason";
        alarm_unreadable(state, &format!("subscription of organization {}", row.organization.id), &cause);
    })?;
    let card = unreadable::card_on_file(state, transaction, row.organization.id).await?;
    let card = card.filter(|card| !card.expired(now));
    let amount_minor = booking.renewal.estimated_due_minor;
    let payable = amount_minor == 0 || card.is_some();
    let due_at = row.terms.period_end;
    let (tries, fence, unanswered) =
        declined.as_ref().map_or((1, 1, 0), |before| (before.tries + 1, before.fence + 1, before.unanswered));
    let renewal = RenewalRow {
        subscription: row.id.clone(),
        due_at,
        state: if payable { RenewalState::Charging } else { RenewalState::Declined },
        tries,
        version: row.version,
        booking: booking.to_text()?,
        tax_bp: row.tax_bp,
        amount_minor,
        currency: row.currency.clone(),
        card: card.as_ref().map(|card| card.id.clone()),
        card_ref: card.map(|card| card.card_ref),
        intent_id: None,
        confirm_sent: false,
        unanswered,
        checks: 0,
        fence,
        lease: lease::at_work(state),
        next_try_at: if payable { None } else { schedule::next_try(due_at, now) },
        alarm: None,
        confirmable: false,
        confirmations: 0,
        confirm_until: None,
        at_work: payable,
    };
    renewals::upsert(transaction, &renewal).await?;
    if amount_minor == 0 {
        settle::book(state, transaction, row, &renewal, None, now).await?;
        return Ok(Due::Passed);
    }
    if payable {
        settle::note(transaction, row, "renewal.started", &renewal, now).await?;
        return Ok(Due::Charge { renewal: Box::new(renewal), wanted: true });
    }
    tracing::info!(organization = row.organization.id, "a renewal is due, but there is no valid card");
    if row.status == SubscriptionStatus::Active {
        subscriptions::set_status(transaction, &row.id, SubscriptionStatus::PastDue).await?;
    }
    settle::announce_failure(transaction, row, &renewal, "no_valid_card", renewal.next_try_at, now).await?;
    settle::note(transaction, row, "renewal.declined", &renewal, now).await?;
    state.metrics.renewals.inc("declined");
    Ok(Due::Nothing)
}
