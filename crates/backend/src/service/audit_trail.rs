//! Records the heads of the audit trail outside the database, and verifies the trail once a day.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::store::StoreError;
use crate::store::audit::{self, AnchorFile, Broken, Head};

const RECORD_INTERVAL: Duration = Duration::from_secs(10);
const CHECK_INTERVAL: Duration = Duration::from_secs(86_400);
/// The subject of alarms about the trail.
const SUBJECT: &str = "audit trail";

/// The heads recorded so far.
#[derive(Debug, Default)]
pub struct HeadsRecorded {
    /// The last recorded head of each organization, `None` before the first round.
    heads: Option<BTreeMap<i64, Head>>,
    /// The first recorded row that was missing or replaced.
    broken: Option<Broken>,
}

/// Records new heads every 10 seconds. Raises an alarm when recorded rows were removed or replaced.
pub async fn record(state: AppState) {
    let mut recorded = HeadsRecorded::default();
    let mut rounds = interval(RECORD_INTERVAL);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        record_heads(&state, &mut recorded).await;
    }
}

/// Verifies the trail at startup and once a day.
pub async fn check(state: AppState) {
    let mut rounds = interval(CHECK_INTERVAL);
    loop {
        rounds.tick().await;
        if let Err(error) = check_trail(&state).await {
            tracing::warn!(%error, "the audit trail could not be verified; the next round retries");
        }
    }
}

/// Logs the newest row, appends new heads to the anchor file, and verifies that the recorded rows still exist.
pub async fn record_heads(state: &AppState, recorded: &mut HeadsRecorded) {
    let heads = match new_heads(state, recorded).await {
        Ok(heads) => heads,
        Err(error) => {
            tracing::warn!(%error, "the heads of the audit trail could not be read");
            return;
        }
    };
    if let Some(broken) = &recorded.broken {
        // Repeated every round, because the daily check does not detect it without an anchor file.
        state.metrics.audit_intact.set(0);
        state.alarms.raise(Alarm::AuditBroken, SUBJECT, broken);
    }
    let Some(newest) = heads.last().cloned() else { return };
    if let Some(path) = &state.config.audit_anchor {
        let (file, heads) = (AnchorFile::new(path), heads.clone());
        let written = tokio::task::spawn_blocking(move || file.append(&heads)).await;
        if let Err(error) = written.map_err(std::io::Error::other).flatten() {
            state.alarms.raise(Alarm::AuditAnchorUnwritable, "anchor file", &error);
            return;
        }
    }
    recorded.heads.get_or_insert_default().extend(by_organization(heads));
    let Head { organization, position, sequence, key_id, mac } = newest;
    tracing::info!(sequence, organization, position, key_id, mac, "audit head");
}

/// The heads that are not recorded yet. Returns all heads when a recorded row is missing or replaced, so that the
/// anchor file also contains the rows that replaced it.
async fn new_heads(state: &AppState, recorded: &mut HeadsRecorded) -> Result<Vec<Head>, StoreError> {
    let known = match &mut recorded.heads {
        Some(heads) => heads,
        none => none.insert(by_organization(anchors(state)?)),
    };
    let mut reader = state.store.reading().await?;
    let newest = known.values().max_by_key(|head| head.sequence);
    let heads = audit::heads_since(&mut reader, newest.map_or(0, |head| head.sequence)).await?;
    let continued = heads.iter().filter_map(|head| known.get(&head.organization));
    let to_check: Vec<_> = newest.into_iter().chain(continued).collect();
    let Some(replaced) = audit::find_replaced(&mut reader, &to_check).await? else { return Ok(heads) };
    known.clear();
    recorded.broken.get_or_insert(replaced);
    audit::heads_since(&mut reader, 0).await
}

/// The last head of each organization.
fn by_organization(heads: Vec<Head>) -> BTreeMap<i64, Head> {
    heads.into_iter().map(|head| (head.organization, head)).collect()
}

fn anchors(state: &AppState) -> Result<Vec<Head>, StoreError> {
    let Some(path) = &state.config.audit_anchor else { return Ok(Vec::new()) };
    AnchorFile::new(path).read().map_err(|error| StoreError::from(sqlx::Error::Io(error)))
}

/// Verifies the whole trail once, including the anchor file, and raises an alarm when it is not intact.
///
/// # Errors
/// When the database or the anchor file cannot be read.
pub async fn check_trail(state: &AppState) -> Result<(), StoreError> {
    let report = state.store.verify_audit(&anchors(state)?).await?;
    state.metrics.audit_intact.set(i64::from(report.is_intact()));
    if report.is_intact() {
        tracing::info!(rows = report.rows, "the audit trail is intact");
    } else {
        state.alarms.raise(Alarm::AuditBroken, SUBJECT, &report.faults().join("; "));
    }
    Ok(())
}
