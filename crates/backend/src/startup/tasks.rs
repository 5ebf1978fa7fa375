use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::app::AppState;
use crate::service::{payment, renewals, retention};

const RECONCILED_EVERY: Duration = Duration::from_secs(3_600);
const RETENTION_EVERY: Duration = Duration::from_secs(3_600);

/// Starts what runs beside the requests. Dropping the set ends it; every step is one transaction.
pub fn start(state: &AppState) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(payment::run(state.clone()));
    tasks.spawn(renew(state.clone()));
    tasks.spawn(reconcile(state.clone()));
    tasks.spawn(delete_expired(state.clone()));
    tasks
}

async fn renew(state: AppState) {
    let mut rounds = interval(state.config.completer_every);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        if let Err(refusal) = renewals::book_all_due(&state).await {
            tracing::error!(code = refusal.code().as_str(), "a renewal that is due could not be booked");
        }
    }
}

async fn reconcile(state: AppState) {
    let mut rounds = interval(RECONCILED_EVERY);
    loop {
        rounds.tick().await;
        if let Err(error) = payment::reconcile(&state).await {
            tracing::error!(%error, "gateway and ledger could not be compared");
        }
    }
}

async fn delete_expired(state: AppState) {
    let mut rounds = interval(RETENTION_EVERY);
    loop {
        rounds.tick().await;
        if let Err(error) = retention::delete_expired(&state).await {
            tracing::warn!(%error, "expired rows could not be deleted; the next round tries again");
        }
    }
}
