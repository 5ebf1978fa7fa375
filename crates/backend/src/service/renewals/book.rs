use contract::SubscriptionStatus;

use super::begin::{Declined, Due, begin};
use super::charge::{Outcome, charge};
use super::settle;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::snapshot;
use crate::store::subscriptions;

/// Boundaries booked in one go; a subscription that slept for longer goes on at the next call.
const MOST_AT_ONCE: usize = 36;

/// Books the renewals of an organization that are due, in order. Cheap when none is.
///
/// After it the subscription's period includes the clock's instant, or it has ended, or is past due, or the gateway
/// has not said yet what became of the charge.
///
/// # Errors
/// The database's, and internal errors.
pub async fn book_due(state: &AppState, organization: i64) -> Result<(), Refusal> {
    let row = snapshot::load(&mut *state.store.reader().await?, organization).await?;
    if row.status == SubscriptionStatus::Ended || row.terms.period_end > state.clock.now() {
        return Ok(());
    }
    book(state, organization, Declined::Stays).await
}

/// Tries an unpaid renewal again at once, with the card on file now.
///
/// # Errors
/// As [`book_due`].
pub async fn try_unpaid(state: &AppState, organization: i64) -> Result<(), Refusal> {
    book(state, organization, Declined::IsTriedAgain).await
}

/// Books whatever is due anywhere.
///
/// # Errors
/// As [`book_due`], after all others were booked.
pub async fn book_all_due(state: &AppState) -> Result<(), Refusal> {
    let due = subscriptions::due_for_renewal(&mut *state.store.reader().await?, state.clock.now()).await?;
    let mut outcome = Ok(());
    for organization in due {
        if let Err(refusal) = book_due(state, organization).await {
            outcome = Err(refusal);
        }
    }
    outcome
}

async fn book(state: &AppState, organization: i64, declined: Declined) -> Result<(), Refusal> {
    let mut declined = declined;
    for _ in 0..MOST_AT_ONCE {
        match begin(state, organization, declined).await? {
            Due::Nothing => return Ok(()),
            Due::Passed => {}
            Due::Charge(renewal) => match charge(state, organization, &renewal).await? {
                Outcome::Paid(intent) => settle::paid(state, organization, &renewal, &intent).await?,
                Outcome::NotPaid => return settle::declined(state, organization, &renewal).await,
                Outcome::Later => return settle::later(state, &renewal).await,
            },
        }
        // Only the try that was asked for; a later boundary has not been declined yet.
        declined = Declined::Stays;
    }
    Ok(())
}
