use crate::app::AppState;
use crate::store::StoreError;
use crate::store::retention::{BATCH, RULES, delete_batch};

/// Deletes all rows past their retention period, in short transactions that let other writers run in between.
pub async fn delete_expired(state: &AppState) -> Result<(), StoreError> {
    for rule in RULES {
        let mut total = 0;
        loop {
            let mut transaction = state.store.begin().await?;
            let deleted = delete_batch(&mut transaction, rule, state.clock.now()).await?;
            transaction.commit().await?;
            total += deleted;
            if deleted < BATCH {
                break;
            }
        }
        if total > 0 {
            tracing::info!(total, rule = rule.name, "deleted rows past their retention period");
        }
    }
    Ok(())
}
