use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio::time::interval;

use crate::alarm::{Alarm, Alarms};
use crate::app::AppState;
use crate::background_tasks::{BackgroundTask, TaskState};
use crate::service::{audit_trail, charge_reversal, payment, renewals, retention};

const RECONCILIATION_INTERVAL: Duration = Duration::from_secs(3_600);
/// The number of consecutive failed reconciliations after which an alarm is raised.
const FAILED_RECONCILIATIONS: u32 = 3;
const RETENTION_INTERVAL: Duration = Duration::from_secs(3_600);
/// The pause before a task that panicked is restarted.
const RESTART_PAUSE: Duration = Duration::from_secs(1);

/// Starts the background tasks. Dropping the set cancels them, which is safe because every step is one transaction.
pub fn start(state: &AppState) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    let mut start = |name, work: fn(AppState) -> Work| {
        let (alarms, task) = (Arc::clone(&state.alarms), state.tasks.register(name));
        let state = state.clone();
        tasks.spawn(supervise(name, task, alarms, move || work(state.clone())));
    };
    start("recovery", |state| Box::pin(payment::run(state)));
    start("renewals", |state| Box::pin(renewals::run(state)));
    start("reconciliation", |state| Box::pin(reconcile(state)));
    start("retention", |state| Box::pin(delete_expired(state)));
    start("audit record", |state| Box::pin(audit_trail::record(state)));
    start("audit check", |state| Box::pin(audit_trail::check(state)));
    tasks
}

type Work = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// Runs a task that never ends, and restarts it after a panic. Nothing ends the supervisor itself, also not a panic of
/// the alarm or of the log.
async fn supervise(name: &'static str, task: BackgroundTask, alarms: Arc<Alarms>, work: impl Fn() -> Work) {
    loop {
        task.set(TaskState::Running);
        // A set, so that dropping this future cancels the task.
        let mut running = JoinSet::new();
        running.spawn(work());
        let ended = running.join_next().await;
        task.set(TaskState::Restarting);
        let raise = || {
            let cause = match ended {
                Some(Err(error)) => panic_message(error),
                Some(Ok(())) | None => "the task has ended".to_owned(),
            };
            alarms.raise(Alarm::TaskPanicked, name, &cause);
        };
        // The panic was counted as lost or logged by the panic hook.
        let _ = catch_unwind(AssertUnwindSafe(raise));
        tokio::time::sleep(RESTART_PAUSE).await;
    }
}

fn panic_message(error: JoinError) -> String {
    let Ok(payload) = error.try_into_panic() else { return "the task was canceled".to_owned() };
    let payload: &(dyn Any + Send) = &*payload;
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default()
}

async fn reconcile(state: AppState) {
    let mut rounds = interval(RECONCILIATION_INTERVAL);
    let mut failures = 0;
    let mut overdue_before = BTreeSet::new();
    loop {
        rounds.tick().await;
        match payment::reconcile(&state).await {
            Ok(found) => {
                failures = 0;
                charge_reversal::record_missed(&state, &found.reversed).await;
            }
            Err(error) => {
                failures += 1;
                tracing::warn!(%error, failures, "the gateway's list and the ledger could not be compared");
                if failures >= FAILED_RECONCILIATIONS {
                    state.alarms.raise(Alarm::ReconciliationFailing, "gateway", &error);
                }
            }
        }
        let overdue = payment::overdue(&state).await.unwrap_or_default();
        for attempt in overdue.intersection(&overdue_before) {
            state.alarms.raise(Alarm::PaymentOverdue, attempt, &"open for more than an hour");
        }
        overdue_before = overdue;
    }
}

async fn delete_expired(state: AppState) {
    let mut rounds = interval(RETENTION_INTERVAL);
    loop {
        rounds.tick().await;
        if let Err(error) = retention::delete_expired(&state).await {
            tracing::warn!(%error, "expired rows could not be deleted; the next round retries");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use tracing::span;

    use super::*;
    use crate::background_tasks::BackgroundTasks;
    use crate::metrics::Metrics;

    /// Supervises a task whose first start panics, until it has started again. Returns the supervisor's outcome: the
    /// alarms, the tasks, and the supervisor, which is still running.
    async fn supervise_a_task_that_panics() -> (Arc<Alarms>, BackgroundTasks, tokio::task::JoinHandle<()>) {
        let metrics = Metrics::default();
        let alarms = Arc::new(Alarms::new(metrics.alarms.clone()));
        let tasks = BackgroundTasks::new(metrics.background_tasks.clone());
        let starts = Arc::new(AtomicU32::new(0));
        let (second_start, restarted) = tokio::sync::watch::channel(false);
        let second_start = Arc::new(second_start);
        let work = {
            let starts = Arc::clone(&starts);
            move || -> Work {
                let (starts, second_start) = (Arc::clone(&starts), Arc::clone(&second_start));
                Box::pin(async move {
                    assert!(starts.fetch_add(1, Ordering::SeqCst) > 0, "the first start panics");
                    second_start.send_replace(true);
                    std::future::pending().await
                })
            }
        };
        let task = tasks.register("renewals");
        let supervisor = tokio::spawn(supervise("renewals", task, Arc::clone(&alarms), work));
        let mut restarted = restarted;
        tokio::time::timeout(Duration::from_secs(10), restarted.wait_for(|is| *is)).await.unwrap().unwrap();
        (alarms, tasks, supervisor)
    }

    #[tokio::test]
    async fn task_that_panics_raises_an_alarm_and_starts_again() {
        let (alarms, tasks, supervisor) = supervise_a_task_that_panics().await;

        assert_eq!(alarms.count(Alarm::TaskPanicked), 1);
        assert_eq!(tasks.not_running(), []);
        supervisor.abort();
        drop(supervisor.await);
        assert_eq!(tasks.not_running(), [("renewals", TaskState::Ended)]);
    }

    /// A log whose every line panics, like a macro that cannot write to standard error.
    struct PanickingLog;

    impl tracing::Subscriber for PanickingLog {
        fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
            span::Id::from_u64(1)
        }
        fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
        fn event(&self, _: &tracing::Event<'_>) {
            panic!("failed printing to stderr");
        }
        fn enter(&self, _: &span::Id) {}
        fn exit(&self, _: &span::Id) {}
    }

    #[tokio::test]
    async fn task_starts_again_when_the_alarm_about_it_panics() {
        let _log = tracing::subscriber::set_default(PanickingLog);

        let (_, tasks, supervisor) = supervise_a_task_that_panics().await;

        assert!(!supervisor.is_finished());
        assert_eq!(tasks.not_running(), []);
        supervisor.abort();
    }
}
