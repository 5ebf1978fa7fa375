use billing::Instant;
use contract::SubscriptionStatus;

use super::{Booking, settle};
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::{payment, snapshot};
use crate::store::attempts::{self, RecoveryPoint};
use crate::store::renewals::{self, RenewalRow, RenewalState};
use crate::store::subscriptions::{self, SubscriptionRow};
use crate::store::{StoreError, Transaction, cards};

/// What there is to do for a subscription.
#[derive(Debug)]
pub(super) enum Due {
    /// Nothing now.
    Nothing,
    /// One boundary was passed without the gateway; there may be another.
    Passed,
    /// This is to be charged.
    Charge(RenewalRow),
}

/// Whether a declined renewal is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declined {
    Stays,
    IsTriedAgain,
}

/// Decides in one transaction, and writes what is about to be charged before it is.
pub(super) async fn begin(state: &AppState, organization: i64, declined: Declined) -> Result<Due, Refusal> {
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let row = snapshot::load(&mut transaction, organization).await?;
    if row.status == SubscriptionStatus::Ended || row.terms.period_end > now {
        return Ok(Due::Nothing);
    }
    if waits_for_a_payment(state, &mut transaction, &row.id).await? {
        return Ok(Due::Nothing);
    }
    let unpaid = renewals::unpaid(&mut transaction, &row.id).await?;
    let due = match (row.status, unpaid) {
        (_, Some(renewal)) if renewal.state == RenewalState::Charging => {
            let rests = renewal.next_try_at > now
                && declined == Declined::Stays
                && renewal.next_try_at.seconds_since(now) <= super::RETRY_SECONDS.cast_signed();
            if rests { Due::Nothing } else { Due::Charge(renewal) }
        }
        (SubscriptionStatus::Canceled, _) => {
            settle::end(&mut transaction, &row, now).await?;
            Due::Nothing
        }
        (SubscriptionStatus::PastDue, Some(_)) if declined == Declined::Stays => Due::Nothing,
        (_, before) => {
            let tries = before.map_or(1, |renewal| renewal.tries + 1);
            write(&mut transaction, &row, tries, now).await?
        }
    };
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(due)
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

async fn write(
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    tries: i64,
    now: Instant,
) -> Result<Due, Refusal> {
    let booking = Booking::of(row)?;
    let card = cards::on_file(transaction, row.organization.id).await?.filter(|card| !card.expired(now));
    let amount_minor = booking.renewal.estimated_due_minor;
    let payable = amount_minor == 0 || card.is_some();
    let renewal = RenewalRow {
        subscription: row.id.clone(),
        due_at: row.terms.period_end,
        state: if payable { RenewalState::Charging } else { RenewalState::Declined },
        tries,
        booking: booking.to_text()?,
        amount_minor,
        currency: row.currency.clone(),
        card_ref: card.map(|card| card.card_ref),
        intent_id: None,
        next_try_at: now,
    };
    renewals::put(transaction, &renewal).await?;
    if amount_minor == 0 {
        settle::book(transaction, row, &renewal, None, now).await?;
        return Ok(Due::Passed);
    }
    if payable {
        return Ok(Due::Charge(renewal));
    }
    tracing::info!(organization = row.organization.id, "a renewal is due and there is no valid card");
    subscriptions::set_status(transaction, &row.id, SubscriptionStatus::PastDue).await?;
    settle::note(transaction, row, "renewal.declined", &renewal, now).await?;
    Ok(Due::Nothing)
}
