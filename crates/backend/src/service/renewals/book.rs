use gateway::IntentStatus;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{MissedTickBehavior, interval};

use super::begin::{Due, alarm_unreadable, begin, begin_early};
use super::charge::{Origin, RenewalOutcome, cancel, charge, name, settle as charge_outcome};
use super::{Booking, lease, settle, unresolved};
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::UnreadableRow;
use crate::store::renewals::{self, HeldRenewals, RenewalRow, RenewalState};

/// The most steps for one subscription in one round. After a longer downtime, the next round continues.
const MAX_STEPS: usize = 36;
/// The most organizations whose renewals are charged at the same time. A charge mostly waits for the gateway.
const MAX_PARALLEL: usize = 32;

pub(super) type RenewalTasks = JoinSet<Result<(), Refusal>>;

/// Books renewals while the service runs: at startup, at every interval, and when a read or a quote finds a due one. A
/// round does not wait for the renewals of earlier rounds.
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
            // Errors are logged where they occur. Only panics are logged here.
            drop(result_of(&state, ended));
        }
        if let Err(refusal) = start_all_due(&state, &mut running).await {
            tracing::error!(code = refusal.code().as_str(), "a round of renewals failed");
        }
    }
}

/// Books all due renewals once. A renewal that fails or waits does not delay the others.
///
/// # Errors
/// When the database fails, after all other renewals were booked.
pub async fn book_all_due(state: &AppState) -> Result<(), Refusal> {
    let mut running = JoinSet::new();
    let mut outcome = start_all_due(state, &mut running).await;
    while let Some(ended) = running.join_next().await {
        outcome = outcome.and(result_of(state, ended));
    }
    outcome
}

/// Starts every due renewal in its own task, as soon as fewer than [`MAX_PARALLEL`] are running.
async fn start_all_due(state: &AppState, running: &mut RenewalTasks) -> Result<(), Refusal> {
    let mut reader = state.store.reader().await?;
    let due = renewals::due(&mut reader, state.clock.now()).await?;
    let held = renewals::held(&mut reader).await?;
    drop(reader);
    alarm_unreadable_held(state, &held);
    unresolved::start_due(state, running).await?;
    let mut outcome = Ok(());
    for organization in due {
        if running.len() >= MAX_PARALLEL
            && let Some(ended) = running.join_next().await
        {
            outcome = outcome.and(result_of(state, ended));
        }
        let state = state.clone();
        running.spawn(async move {
            book_due(&state, organization).await.inspect_err(|refusal| {
                let code = refusal.code().as_str();
                tracing::error!(organization, code, "a due renewal could not be booked");
            })
        });
    }
    outcome
}

/// Raises an alarm for each held renewal that cannot be read or booked. Nothing else reads one that is not due.
fn alarm_unreadable_held(state: &AppState, held: &HeldRenewals) {
    for UnreadableRow { id, error } in &held.unreadable {
        alarm_unreadable(state, id, error);
    }
    for (_, renewal) in &held.rows {
        if let Err(error) = Booking::from_text(&renewal.booking) {
            alarm_unreadable(state, &renewal.name(), &error);
        }
    }
}

fn result_of(state: &AppState, ended: Result<Result<(), Refusal>, JoinError>) -> Result<(), Refusal> {
    ended.unwrap_or_else(|panicked| {
        // The lease of the renewal expires, and a later round continues.
        state.alarms.raise(Alarm::TaskPanicked, "renewal", &panicked);
        Err(Refusal::internal(&panicked))
    })
}

/// Books the due renewals of an organization, in order.
///
/// Afterwards the subscription's period includes the current time, or the subscription is past due or has ended, or the
/// gateway has not responded yet.
///
/// # Errors
/// When the database fails. The next round continues from the renewal's row.
pub async fn book_due(state: &AppState, organization: i64) -> Result<(), Refusal> {
    book_steps(state, organization).await.inspect_err(|refusal| {
        if let Some(cause) = refusal.unreadable() {
            alarm_unreadable(state, &format!("renewal of organization {organization}"), &cause);
        }
    })
}

async fn book_steps(state: &AppState, organization: i64) -> Result<(), Refusal> {
    for _ in 0..MAX_STEPS {
        match begin(state, organization).await? {
            Due::Nothing => return Ok(()),
            Due::Passed => {}
            Due::Cancel(renewal) => {
                if !cancel_kept(state, organization, &renewal).await? {
                    return Ok(());
                }
            }
            Due::Charge { renewal, wanted } => {
                match charge_and_settle(state, organization, &renewal, wanted).await? {
                    Progress::Settled => {}
                    Progress::Waiting { .. } => return Ok(()),
                }
            }
        }
    }
    Ok(())
}

/// Checks the renewal that charges an intent before its next check is due, unless a process is working on it. Returns
/// whether the gateway responded.
pub async fn check_intent(state: &AppState, organization: i64, intent: &str) -> Result<bool, Refusal> {
    let Due::Charge { renewal, wanted } = begin_early(state, organization, intent).await? else {
        return Ok(true);
    };
    match charge_and_settle(state, organization, &renewal, wanted).await? {
        // Another renewal may be due, or a try that starts at once.
        Progress::Settled => {
            state.renewal_wake.notify_one();
            Ok(true)
        }
        Progress::Waiting { is_answered } => Ok(is_answered),
    }
}

/// Cancels the kept intent of a declined or ended try, so that the next one may start. Returns whether something else may
/// follow. An intent that charged after all is booked.
async fn cancel_kept(state: &AppState, organization: i64, renewal: &RenewalRow) -> Result<bool, Refusal> {
    let Some(intent) = &renewal.intent_id else { return Ok(false) };
    let Some(answer) = cancel(state, &name(renewal), intent).await else {
        if let Err(error) = state.gateway.retrieve(intent).await
            && error.is_refusal()
        {
            state.alarms.raise(Alarm::IntentNotFound, intent, &error);
        }
        return Ok(false);
    };
    let mut transaction = state.store.begin().await?;
    match answer.status {
        IntentStatus::Canceled => {
            renewals::intent_canceled(&mut transaction, renewal).await?;
            transaction.commit().await?;
            Ok(true)
        }
        IntentStatus::Succeeded => {
            let reopened = renewals::reopen_kept(&mut transaction, renewal, lease::at_work(state)).await?;
            transaction.commit().await?;
            let Some(reopened) = reopened else {
                if renewal.state == RenewalState::Ended {
                    state.alarms.raise(Alarm::ReleasedPaymentCharged, &renewal.name(), intent);
                }
                return Ok(false);
            };
            let origin = Origin::Read { wanted: false };
            let outcome = charge_outcome(state, organization, &reopened, answer, origin).await;
            store(state, organization, &reopened, outcome).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// The state of a try after a check.
pub(super) enum Progress {
    Settled,
    Waiting { is_answered: bool },
}

async fn charge_and_settle(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    wanted: bool,
) -> Result<Progress, Refusal> {
    let outcome = charge(state, organization, renewal, wanted).await?;
    store(state, organization, renewal, outcome).await
}

/// Stores the outcome of a check.
pub(super) async fn store(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    outcome: RenewalOutcome,
) -> Result<Progress, Refusal> {
    match outcome {
        RenewalOutcome::Paid(intent) => settle::paid(state, organization, renewal, &intent).await?,
        RenewalOutcome::NotPaid(reason) => settle::not_paid(state, organization, renewal, reason).await?,
        RenewalOutcome::Held(alarm) => {
            settle::hold(state, organization, renewal, alarm).await?;
            return Ok(Progress::Waiting { is_answered: true });
        }
        RenewalOutcome::Later { confirm_sent, retry_after, is_answered } => {
            settle::later(state, organization, renewal, confirm_sent, retry_after).await?;
            return Ok(Progress::Waiting { is_answered });
        }
        RenewalOutcome::CreateFailed { retry_after } => {
            settle::create_again(state, organization, renewal, retry_after).await?;
            return Ok(Progress::Waiting { is_answered: false });
        }
        RenewalOutcome::TakenOver => return Ok(Progress::Waiting { is_answered: true }),
    }
    Ok(Progress::Settled)
}
