use std::time::Duration;

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::background_tasks::TaskState;
use crate::store::{StoreError, audit, operations};

/// The name of the component that every other one needs.
const DATABASE: &str = "database";
/// The timeout of the health check's write transaction.
const DATABASE_TIMEOUT: Duration = Duration::from_secs(5);

/// The components that do not work now.
#[derive(Debug, Default)]
pub struct Readiness {
    /// The names of the components.
    pub degraded: Vec<&'static str>,
    /// Whether this process must get no requests: it cannot store anything, or would not finish what it starts.
    pub is_unavailable: bool,
}

/// Checks every component.
pub async fn readiness(state: &AppState) -> Readiness {
    let mut readiness = Readiness::default();
    if !can_write(state).await {
        readiness.degraded.push(DATABASE);
        readiness.is_unavailable = true;
    }
    if state.gateway.account().await.is_err() {
        readiness.degraded.push("gateway");
    }
    for (task, task_state) in state.tasks.not_running() {
        readiness.degraded.push(task);
        readiness.is_unavailable |= task_state == TaskState::Ended;
    }
    readiness
}

/// Whether a small transaction can be committed now.
async fn can_write(state: &AppState) -> bool {
    let check = operations::check_health(&state.store);
    match tokio::time::timeout(DATABASE_TIMEOUT, check).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            state.alarms.raise(Alarm::DatabaseUnwritable, DATABASE, &error);
            false
        }
        Err(_) => {
            tracing::warn!("the database did not commit the health check in time");
            false
        }
    }
}

/// Updates the gauges that are read from the database.
pub async fn update_gauges(state: &AppState) {
    state.metrics.gateway_circuit_open.set(i64::from(state.gateway.circuit_is_open()));
    let read = read_gauges(state).await;
    state.metrics.database_available.set(i64::from(read.is_ok()));
    if let Err(error) = read {
        tracing::warn!(%error, "the database gauges could not be read");
    }
}

async fn read_gauges(state: &AppState) -> Result<(), StoreError> {
    let metrics = &state.metrics;
    let mut reading = state.store.begin_read().await?;
    let attempts = operations::open_attempts(&mut reading).await?;
    metrics.upgrade_attempts_open.set_all(attempts.iter().map(|(state, count)| (state.as_str(), *count)));
    metrics.upgrade_attempts_held.set(operations::held_attempts(&mut reading).await?);
    metrics.renewals_held.set(operations::held_renewals(&mut reading).await?);
    let subscriptions = operations::subscriptions(&mut reading).await?;
    metrics.subscriptions.set_all(subscriptions.iter().map(|(status, count)| (status.as_str(), *count)));
    metrics.audit_sequence.set(audit::last_sequence(&mut reading).await?);
    metrics.outbox_unsent.set(operations::unsent(&mut reading).await?);
    Ok(())
}
