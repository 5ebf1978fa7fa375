use billing::Instant;
use contract::SubscriptionStatus;

use super::{Booking, lease, schedule, settle};
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::{payment, snapshot};
use crate::store::attempts::{self, RecoveryPoint};
use crate::store::renewals::{self, RenewalRow, RenewalState};
use crate::store::subscriptions::{self, SubscriptionRow};
use crate::store::{StoreError, Transaction, cards};

/// The next step for a subscription.
#[derive(Debug)]
pub(super) enum Due {
    /// None now.
    Nothing,
    /// A boundary was booked without the gateway; there may be another.
    Passed,
    /// Charge this try.
    Charge {
        /// The try.
        renewal: Box<RenewalRow>,
        /// Whether it may still be confirmed. One of a subscription that was canceled or has ended is not.
        wanted: bool,
    },
}

/// Decides in one transaction, and writes a try before it is charged.
pub(super) async fn begin(state: &AppState, organization: i64) -> Result<Due, Refusal> {
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let row = snapshot::load(&mut transaction, organization).await?;
    let open = match renewals::open_of(&mut transaction, &row.id).await {
        Err(error @ (StoreError::Unavailable(_) | StoreError::Unopenable { .. })) => return Err(error.into()),
        Err(error) => {
            unreadable(state, &format!("renewal of {}", row.id), &error);
            return Ok(Due::Nothing);
        }
        Ok(open) => open,
    };
    let due = match open {
        Some(renewal) if renewal.state == RenewalState::Held => Due::Nothing,
        // Whatever the clock shows: it may have been set back since the try was written.
        Some(renewal) if renewal.state == RenewalState::Charging => {
            let is_free = renewal.lease.is_over(now);
            resume(state, &mut transaction, &row, &renewal, is_free).await?
        }
        declined => advance(state, &mut transaction, &row, declined, now).await?,
    };
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(due)
}

/// Takes over the try that an intent charges, before its next check is due. Nothing is due while a process is at work on
/// it.
pub(super) async fn begin_early(state: &AppState, organization: i64, intent: &str) -> Result<Due, Refusal> {
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let row = snapshot::load(&mut transaction, organization).await?;
    let open = renewals::open_of(&mut transaction, &row.id).await?;
    let is_meant = |renewal: &RenewalRow| {
        renewal.state == RenewalState::Charging && renewal.intent_id.as_deref() == Some(intent)
    };
    let due = match open.filter(is_meant) {
        Some(renewal) => {
            // An error, so that the gateway sends its event again.
            Booking::from_text(&renewal.booking)?;
            let is_free = !renewal.at_work || renewal.lease.is_over(now);
            resume(state, &mut transaction, &row, &renewal, is_free).await?
        }
        None => Due::Nothing,
    };
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(due)
}

/// Raises the alarm about a renewal that cannot be read. It is skipped until a person has corrected it.
fn unreadable(state: &AppState, subject: &str, error: &StoreError) {
    state.alarms.raise(Alarm::UnreadableRow, subject, error);
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
    // What cannot be booked is not charged, and a charge stays unsettled until its booking can be read.
    if let Err(error) = Booking::from_text(&renewal.booking) {
        unreadable(state, &renewal.name(), &error);
        renewals::wait(transaction, renewal, renewal.confirm_sent, lease::unreadable(state)).await?;
        return Ok(Due::Nothing);
    }
    let taken = renewals::take_over(transaction, renewal, lease::at_work(state)).await?;
    let wanted = matches!(row.status, SubscriptionStatus::Active | SubscriptionStatus::PastDue)
        && now < schedule::end(renewal.due_at);
    Ok(taken.map_or(Due::Nothing, |renewal| Due::Charge { renewal: Box::new(renewal), wanted }))
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
    if waits_for_a_payment(state, transaction, &row.id).await? {
        return Ok(Due::Nothing);
    }
    let is_over = declined.as_ref().is_some_and(|renewal| now >= schedule::end(renewal.due_at));
    if row.status == SubscriptionStatus::Canceled || is_over {
        settle::end(transaction, row, now).await?;
        return Ok(Due::Nothing);
    }
    let waits = |renewal: &RenewalRow| renewal.next_try_at.is_none_or(|next_try_at| next_try_at > now);
    if declined.as_ref().is_some_and(waits) {
        return Ok(Due::Nothing);
    }
    start(state, transaction, row, declined, now).await
}

/// A payment that may have charged was quoted for the period that has just ended, and is applied first. One that
/// certainly has not is canceled: its price ended with the period.
async fn waits_for_a_payment(
    state: &AppState,
    transaction: &mut Transaction,
    subscription: &str,
) -> Result<bool, Refusal> {
    let Some(open) = attempts::open_of(transaction, subscription).await? else { return Ok(false) };
    if open.is_held() {
        // A person decides, which may take days.
        return Ok(false);
    }
    if open.recovery_point != RecoveryPoint::Claimed {
        return Ok(true);
    }
    payment::withdraw(state, transaction, &open, "renewals").await?;
    Ok(false)
}

/// Writes the first try, or the one after a declined one, under a fence that no earlier try has.
async fn start(
    state: &AppState,
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    declined: Option<RenewalRow>,
    now: Instant,
) -> Result<Due, Refusal> {
    let booking = Booking::of(row)?;
    let card = cards::on_file(transaction, row.organization.id).await?.filter(|card| !card.expired(now));
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
        at_work: payable,
    };
    renewals::put(transaction, &renewal).await?;
    if amount_minor == 0 {
        settle::book(transaction, row, &renewal, None, now).await?;
        return Ok(Due::Passed);
    }
    if payable {
        settle::note(transaction, row, "renewal.started", &renewal, now).await?;
        return Ok(Due::Charge { renewal: Box::new(renewal), wanted: true });
    }
    tracing::info!(organization = row.organization.id, "a renewal is due and there is no valid card");
    if row.status == SubscriptionStatus::Active {
        subscriptions::set_status(transaction, &row.id, SubscriptionStatus::PastDue).await?;
    }
    settle::note(transaction, row, "renewal.declined", &renewal, now).await?;
    Ok(Due::Nothing)
}
