use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use crate::app::AppState;
use crate::error::Refusal;
use crate::service::{payment, renewals};
use crate::store::{StoreError, operations};

const RECONCILED_EVERY: Duration = Duration::from_secs(3_600);
const FORGOTTEN_EVERY: Duration = Duration::from_secs(3_600);
/// How long an expired quote that nobody tried to pay is kept.
const QUOTE_KEPT_SECONDS: i64 = 86_400;

/// Starts what runs beside the requests. Dropping the set ends it; every step is one transaction.
pub fn start(state: &AppState) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(payment::run(state.clone()));
    tasks.spawn(renew(state.clone()));
    tasks.spawn(reconcile(state.clone()));
    tasks.spawn(forget(state.clone()));
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

async fn forget(state: AppState) {
    let mut rounds = interval(FORGOTTEN_EVERY);
    loop {
        rounds.tick().await;
        if let Err(refusal) = forget_once(&state).await {
            tracing::error!(code = refusal.code().as_str(), "expired quotes could not be forgotten");
        }
    }
}

async fn forget_once(state: &AppState) -> Result<(), Refusal> {
    let before = state.clock.now().epoch_seconds().saturating_sub(QUOTE_KEPT_SECONDS);
    let mut transaction = state.store.begin().await?;
    operations::forget_quotes(&mut transaction, before).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(())
}
