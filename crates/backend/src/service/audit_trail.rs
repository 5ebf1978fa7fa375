//! Records the ends of the audit trail outside the database, and checks the trail once a day.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::store::StoreError;
use crate::store::audit::{self, AnchorFile, Head};

const RECORDED_EVERY: Duration = Duration::from_secs(10);
const CHECKED_EVERY: Duration = Duration::from_secs(86_400);

/// The place in the whole trail up to which heads were recorded; not known before the first time.
#[derive(Debug, Default)]
pub struct HeadsRecorded(Option<i64>);

/// Records new heads every ten seconds: rows removed later than that are missed by the next check.
pub async fn record(state: AppState) {
    let mut recorded = HeadsRecorded::default();
    let mut rounds = interval(RECORDED_EVERY);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        record_heads(&state, &mut recorded).await;
    }
}

/// Checks the trail at the start and once a day.
pub async fn check(state: AppState) {
    let mut rounds = interval(CHECKED_EVERY);
    loop {
        rounds.tick().await;
        if let Err(error) = check_trail(&state).await {
            tracing::warn!(%error, "the audit trail could not be checked; the next round tries again");
        }
    }
}

/// Logs the newest row, and appends the heads that are new to the anchor file.
pub async fn record_heads(state: &AppState, recorded: &mut HeadsRecorded) {
    let heads = match new_heads(state, recorded).await {
        Ok(heads) => heads,
        Err(error) => {
            tracing::warn!(%error, "the ends of the audit trail could not be read");
            return;
        }
    };
    let Some(newest) = heads.last().cloned() else { return };
    if let Some(path) = &state.config.audit_anchor {
        let file = AnchorFile::new(path);
        let written = tokio::task::spawn_blocking(move || file.append(&heads)).await;
        if let Err(error) = written.map_err(std::io::Error::other).flatten() {
            state.alarms.raise(Alarm::AuditAnchorUnwritable, "anchor file", &error);
            return;
        }
    }
    recorded.0 = Some(newest.sequence);
    let Head { organization, position, sequence, key_id, mac } = newest;
    tracing::info!(sequence, organization, position, key_id, mac, "audit head");
}

async fn new_heads(state: &AppState, recorded: &HeadsRecorded) -> Result<Vec<Head>, StoreError> {
    let since = match recorded.0 {
        Some(sequence) => sequence,
        None => anchors(state)?.iter().map(|head| head.sequence).max().unwrap_or(0),
    };
    let mut reader = state.store.reader().await?;
    // Rows may have been removed; the ones that take their places are recorded too.
    let since = since.min(audit::last_sequence(&mut reader).await?);
    audit::heads_since(&mut reader, since).await
}

fn anchors(state: &AppState) -> Result<Vec<Head>, StoreError> {
    let Some(path) = &state.config.audit_anchor else { return Ok(Vec::new()) };
    AnchorFile::new(path).read().map_err(|error| StoreError::from(sqlx::Error::Io(error)))
}

/// Checks the whole trail once, against the anchor file too, and raises the alarm when it is not intact.
///
/// # Errors
/// When the database or the anchor file cannot be read.
pub async fn check_trail(state: &AppState) -> Result<(), StoreError> {
    let report = state.store.verify_audit(&anchors(state)?).await?;
    state.metrics.audit_intact.set(i64::from(report.is_intact()));
    if report.is_intact() {
        tracing::info!(rows = report.rows, "the audit trail is intact");
    } else {
        state.alarms.raise(Alarm::AuditBroken, "audit trail", &report.faults().join("; "));
    }
    Ok(())
}
