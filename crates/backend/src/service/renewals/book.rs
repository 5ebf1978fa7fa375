use tokio::task::{JoinError, JoinSet};
use tokio::time::{MissedTickBehavior, interval};

use super::begin::{Due, begin};
use super::charge::{Outcome, charge};
use super::settle;
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::renewals;

/// Steps taken for one subscription in one round; one that slept for longer goes on in the next.
const MAX_STEPS: usize = 36;
/// Organizations whose renewals are charged at the same time.
const MAX_PARALLEL: usize = 4;

/// Books renewals for as long as the service runs: at its start, at every interval, and when a read or a quote finds one
/// that is due.
pub async fn run(state: AppState) {
    let mut rounds = interval(state.config.completer_every);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = rounds.tick() => {}
            () = state.renewal_wake.notified() => {}
        }
        if let Err(refusal) = book_all_due(&state).await {
            tracing::error!(code = refusal.code().as_str(), "a round of renewals did not finish");
        }
    }
}

/// Goes once through all renewals that are due. One that fails or waits does not hold up the others.
///
/// # Errors
/// When the database cannot be used, after all others were booked.
pub async fn book_all_due(state: &AppState) -> Result<(), Refusal> {
    let due = renewals::due(&mut *state.store.reader().await?, state.clock.now()).await?;
    let mut running = JoinSet::new();
    let mut outcome = Ok(());
    for organization in due {
        if running.len() >= MAX_PARALLEL
            && let Some(ended) = running.join_next().await
        {
            outcome = outcome.and(result_of(ended));
        }
        let state = state.clone();
        running.spawn(async move {
            book_due(&state, organization).await.inspect_err(|refusal| {
                let code = refusal.code().as_str();
                tracing::error!(organization, code, "a renewal that is due could not be booked");
            })
        });
    }
    while let Some(ended) = running.join_next().await {
        outcome = outcome.and(result_of(ended));
    }
    outcome
}

fn result_of(ended: Result<Result<(), Refusal>, JoinError>) -> Result<(), Refusal> {
    ended.unwrap_or_else(|panicked| Err(Refusal::internal(&panicked)))
}

/// Books the renewals of an organization that are due, in order.
///
/// Afterwards the subscription's period includes the clock's instant, or the subscription is past due or has ended, or
/// the gateway has not answered yet.
///
/// # Errors
/// When the database cannot be used; the next round goes on from the renewal's row.
pub async fn book_due(state: &AppState, organization: i64) -> Result<(), Refusal> {
    for _ in 0..MAX_STEPS {
        match begin(state, organization).await? {
            Due::Nothing => return Ok(()),
            Due::Passed => {}
            Due::Charge { renewal, wanted } => match charge(state, organization, &renewal, wanted).await? {
                Outcome::Paid(intent) => settle::paid(state, organization, &renewal, &intent).await?,
                Outcome::Held(alarm) => return settle::hold(state, organization, &renewal, alarm).await,
                Outcome::NotPaid(reason) => {
                    settle::not_paid(state, organization, &renewal, reason).await?;
                }
                Outcome::Later { confirm_sent, retry_after } => {
                    return settle::later(state, organization, &renewal, confirm_sent, retry_after).await;
                }
                Outcome::TakenOver => return Ok(()),
            },
        }
    }
    Ok(())
}
