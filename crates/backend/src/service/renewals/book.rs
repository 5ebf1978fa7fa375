use tokio::task::{JoinError, JoinSet};
use tokio::time::{MissedTickBehavior, interval};

use super::begin::{Due, begin, begin_early};
use super::charge::{Outcome, charge};
use super::settle;
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::renewals::{self, RenewalRow};

/// Steps taken for one subscription in one round; one that slept for longer goes on in the next.
const MAX_STEPS: usize = 36;
/// Organizations whose renewals are charged at the same time. Each of them waits for the gateway, not for the processor.
const MAX_PARALLEL: usize = 32;

type Running = JoinSet<Result<(), Refusal>>;

/// Books renewals for as long as the service runs: at its start, at every interval, and when a read or a quote finds one
/// that is due. A round does not wait for the renewals of earlier rounds.
pub async fn run(state: AppState) {
    let mut rounds = interval(state.config.recovery_interval);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            _ = rounds.tick() => {}
            () = state.renewal_wake.notified() => {}
        }
        while let Some(ended) = running.try_join_next() {
            // A failure is logged where it happens; only a panic is new here.
            if ended.is_err() {
                drop(result_of(ended));
            }
        }
        if let Err(refusal) = start_all_due(&state, &mut running).await {
            tracing::error!(code = refusal.code().as_str(), "a round of renewals did not finish");
        }
    }
}

/// Goes once through all renewals that are due. One that fails or waits does not hold up the others.
///
/// # Errors
/// When the database cannot be used, after all others were booked.
pub async fn book_all_due(state: &AppState) -> Result<(), Refusal> {
    let mut running = JoinSet::new();
    let mut outcome = start_all_due(state, &mut running).await;
    while let Some(ended) = running.join_next().await {
        outcome = outcome.and(result_of(ended));
    }
    outcome
}

/// Starts every renewal that is due, each in a task of its own, as soon as there is a place for it.
async fn start_all_due(state: &AppState, running: &mut Running) -> Result<(), Refusal> {
    let due = renewals::due(&mut *state.store.reader().await?, state.clock.now()).await?;
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
            Due::Charge { renewal, wanted } => match look(state, organization, &renewal, wanted).await? {
                Looked::Settled => {}
                Looked::Waits { .. } => return Ok(()),
            },
        }
    }
    Ok(())
}

/// Checks the renewal that an intent charges before its next check is due, unless a process is at work on it. Returns
/// whether the gateway answered.
///
/// # Errors
/// When the database cannot be used.
pub async fn check_intent(state: &AppState, organization: i64, intent: &str) -> Result<bool, Refusal> {
    let Due::Charge { renewal, wanted } = begin_early(state, organization, intent).await? else {
        return Ok(true);
    };
    match look(state, organization, &renewal, wanted).await? {
        // There may be another boundary, or a try that starts at once.
        Looked::Settled => {
            state.renewal_wake.notify_one();
            Ok(true)
        }
        Looked::Waits { is_answered } => Ok(is_answered),
    }
}

/// Where a try stands after it was looked at.
enum Looked {
    Settled,
    Waits { is_answered: bool },
}

async fn look(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    wanted: bool,
) -> Result<Looked, Refusal> {
    match charge(state, organization, renewal, wanted).await? {
        Outcome::Paid(intent) => settle::paid(state, organization, renewal, &intent).await?,
        Outcome::NotPaid(reason) => settle::not_paid(state, organization, renewal, reason).await?,
        Outcome::Held(alarm) => {
            settle::hold(state, organization, renewal, alarm).await?;
            return Ok(Looked::Waits { is_answered: true });
        }
        Outcome::Later { confirm_sent, retry_after, is_answered } => {
            settle::later(state, organization, renewal, confirm_sent, retry_after).await?;
            return Ok(Looked::Waits { is_answered });
        }
        Outcome::TakenOver => return Ok(Looked::Waits { is_answered: true }),
    }
    Ok(Looked::Settled)
}
