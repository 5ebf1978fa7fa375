use std::time::Duration;

use crate::app::AppState;
use crate::error::Refusal;
use crate::metrics::Gauge;
use crate::store::operations;

/// The name of the one part nothing works without.
pub const DATABASE: &str = "database";
/// How long the health check waits for its turn to write.
const DATABASE_TIMEOUT: Duration = Duration::from_secs(5);

/// What does not work now, by name.
pub async fn degraded(state: &AppState) -> Vec<&'static str> {
    let mut parts = Vec::new();
    if !can_write(state).await {
        parts.push(DATABASE);
    }
    if state.gateway.health().await.is_err() {
        parts.push("gateway");
    }
    parts
}

/// Whether a small transaction can be committed now.
async fn can_write(state: &AppState) -> bool {
    let check = operations::check_health(&state.store, state.clock.now());
    match tokio::time::timeout(DATABASE_TIMEOUT, check).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::error!(%error, "the database cannot be written");
            false
        }
        Err(_) => {
            tracing::error!("the database did not commit the health check in time");
            false
        }
    }
}

/// What is true now and worth an alarm when it is not as usual.
///
/// # Errors
/// The database's.
pub async fn gauges(state: &AppState) -> Result<Vec<Gauge>, Refusal> {
    let mut reading = state.store.reading().await?;
    let mut gauges = Vec::new();
    for (state, value) in operations::open_attempts(&mut reading).await? {
        gauges.push(Gauge {
            name: "upgrade_attempts_open",
            help: "Attempts that have not ended, by state.",
            labels: format!("state=\"{state}\""),
            value,
        });
    }
    for (status, value) in operations::subscriptions(&mut reading).await? {
        gauges.push(Gauge {
            name: "subscriptions",
            help: "Subscriptions by status.",
            labels: format!("status=\"{status}\""),
            value,
        });
    }
    gauges.push(Gauge {
        name: "outbox_unsent",
        help: "Messages that are not sent yet.",
        labels: String::new(),
        value: operations::unsent(&mut reading).await?,
    });
    Ok(gauges)
}
