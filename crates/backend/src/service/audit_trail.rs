//! Records the heads of the audit trail outside the database, and verifies the trail once a day.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval, sleep};

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::store::audit::{self, AnchorFile, Anchors, Broken, Head};
use crate::store::{Store, StoreError};

const RECORD_INTERVAL: Duration = Duration::from_secs(10);
const CHECK_INTERVAL: Duration = Duration::from_secs(86_400);
/// The pause before a check that failed is repeated.
const RETRY_INTERVAL: Duration = Duration::from_secs(60);
/// The number of consecutive temporary failures to read the trail after which an alarm is raised.
const FAILED_ROUNDS: u32 = 6;
/// The subject of alarms about the trail.
const SUBJECT: &str = "audit trail";
/// The subject of alarms about the anchor file.
const ANCHOR_SUBJECT: &str = "anchor file";

/// The heads recorded so far.
#[derive(Debug, Default)]
pub struct HeadsRecorded {
    /// The last recorded head of each organization, `None` before the first round.
    heads: Option<BTreeMap<i64, Head>>,
    /// The first row that was missing, replaced or unreadable.
    broken: Option<Broken>,
    /// The number of consecutive rounds in which the trail could not be read.
    failed_rounds: u32,
    /// Whether the anchor file was missing in the last round. The next file gets every head.
    is_anchor_missing: bool,
}

/// Creates the anchor file of a new database.
///
/// A database with organizations or audit rows already has one, unless the operator has just added the option. In that
/// case, the operator creates the file: a lost file must not be replaced by an empty one.
///
/// # Errors
/// One sentence with the remedy.
pub async fn create_anchor(store: &Store, path: &Path) -> Result<(), String> {
    let mut reader = store.reader().await.map_err(|error| error.to_string())?;
    if audit::is_new(&mut reader).await.map_err(|error| error.to_string())? {
        AnchorFile::new(path).create_missing().map_err(|error| {
            format!(
                "the anchor file {} cannot be created: {error}; make its folder writable, or set another file with \
                 --audit-anchor",
                path.display()
            )
        })?;
    }
    Ok(())
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

/// Verifies the trail at startup and once a day. Retries a check that failed after a minute.
pub async fn check(state: AppState) {
    let mut failed_rounds = 0;
    loop {
        let pause = match check_trail(&state).await {
            Ok(()) => {
                failed_rounds = 0;
                CHECK_INTERVAL
            }
            Err(error) => {
                failed_rounds += 1;
                report_unreadable(&state, &error, failed_rounds);
                RETRY_INTERVAL
            }
        };
        sleep(pause).await;
    }
}

/// Reports that the trail cannot be read. Raises an alarm unless the failure is temporary and recent.
fn report_unreadable(state: &AppState, error: &StoreError, failed_rounds: u32) {
    tracing::warn!(%error, failed_rounds, "the audit trail could not be read; the next round retries");
    let is_temporary = matches!(error, StoreError::Unavailable(_));
    if !is_temporary {
        state.metrics.audit_intact.set(0);
    }
    if !is_temporary || failed_rounds >= FAILED_ROUNDS {
        let cause = format!("the audit trail cannot be read: {error}");
        state.alarms.raise(Alarm::AuditBroken, SUBJECT, &cause);
    }
}

/// Logs the newest row, appends new heads to the anchor file, and verifies that the recorded rows still exist.
pub async fn record_heads(state: &AppState, recorded: &mut HeadsRecorded) {
    let heads = match new_heads(state, recorded).await {
        Ok(heads) => heads,
        Err(error) => {
            recorded.failed_rounds += 1;
            report_unreadable(state, &error, recorded.failed_rounds);
            return;
        }
    };
    recorded.failed_rounds = 0;
    if let Some(broken) = &recorded.broken {
        // Repeated every round, because the daily check does not detect it without an anchor file.
        state.metrics.audit_intact.set(0);
        state.alarms.raise(Alarm::AuditBroken, SUBJECT, broken);
    }
    if let Some(path) = &state.config.audit_anchor
        && let Ok(Some(missing)) = AnchorFile::new(path).missing()
    {
        recorded.is_anchor_missing = true;
        state.alarms.raise(Alarm::AuditAnchorUnwritable, ANCHOR_SUBJECT, &missing);
        return;
    }
    let Some(newest) = heads.last().cloned() else { return };
    if let Some(path) = &state.config.audit_anchor {
        let (file, heads) = (AnchorFile::new(path), heads.clone());
        let written = tokio::task::spawn_blocking(move || file.append(&heads)).await;
        if let Err(error) = written.map_err(std::io::Error::other).flatten() {
            state.alarms.raise(Alarm::AuditAnchorUnwritable, ANCHOR_SUBJECT, &error);
            return;
        }
    }
    recorded.is_anchor_missing = false;
    recorded.heads.get_or_insert_default().extend(by_organization(heads));
    let Head { organization, position, sequence, key_id, mac } = newest;
    tracing::info!(sequence, organization, position, key_id, mac, "audit head");
}

/// The heads that are not recorded yet. Returns all heads when a recorded row is missing or replaced, so that the
/// anchor file also contains the rows that replaced it.
async fn new_heads(state: &AppState, recorded: &mut HeadsRecorded) -> Result<Vec<Head>, StoreError> {
    let known = match &mut recorded.heads {
        Some(heads) => heads,
        none => {
            let anchors = anchors(state);
            report_anchor_faults(state, &anchors.faults);
            none.insert(by_organization(anchors.heads))
        }
    };
    let mut reader = state.store.begin_read().await?;
    let schema = audit::schema_faults(&mut reader).await?;
    if !schema.is_empty() {
        state.metrics.audit_intact.set(0);
        state.alarms.raise(Alarm::AuditBroken, SUBJECT, &schema.join("; "));
    }
    let newest = known.values().max_by_key(|head| head.sequence);
    let after = newest.filter(|_| !recorded.is_anchor_missing).map_or(0, |head| head.sequence);
    let heads = audit::heads_since(&mut reader, after).await?;
    let heads = readable(heads, &mut recorded.broken);
    let continued = heads.iter().filter_map(|head| known.get(&head.organization));
    let to_check: Vec<_> = newest.into_iter().chain(continued).collect();
    let Some(replaced) = audit::find_replaced(&mut reader, &to_check).await? else { return Ok(heads) };
    known.clear();
    recorded.broken.get_or_insert(replaced);
    let heads = audit::heads_since(&mut reader, 0).await?;
    Ok(readable(heads, &mut recorded.broken))
}

/// The heads that can be read. Remembers the first broken row.
fn readable(heads: Vec<Result<Head, Broken>>, broken: &mut Option<Broken>) -> Vec<Head> {
    let mut readable = Vec::new();
    for head in heads {
        match head {
            Ok(head) => readable.push(head),
            Err(row) => {
                broken.get_or_insert(row);
            }
        }
    }
    readable
}

/// The last head of each organization.
fn by_organization(heads: Vec<Head>) -> BTreeMap<i64, Head> {
    heads.into_iter().map(|head| (head.organization, head)).collect()
}

/// The content of the anchor file. An unreadable file is a fault, so that the trail itself is still verified.
fn anchors(state: &AppState) -> Anchors {
    let Some(path) = &state.config.audit_anchor else { return Anchors::default() };
    AnchorFile::new(path).read().unwrap_or_else(|error| Anchors {
        heads: Vec::new(),
        faults: vec![format!("the anchor file {} cannot be read: {error}", path.display())],
    })
}

fn report_anchor_faults(state: &AppState, faults: &[String]) {
    if !faults.is_empty() {
        state.metrics.audit_intact.set(0);
        state.alarms.raise(Alarm::AuditBroken, ANCHOR_SUBJECT, &faults.join("; "));
    }
}

/// Verifies the whole trail once, including the anchor file, and raises an alarm when it is not intact.
///
/// # Errors
/// When the database cannot be read.
pub async fn check_trail(state: &AppState) -> Result<(), StoreError> {
    let report = state.store.verify_audit(&anchors(state)).await?;
    state.metrics.audit_intact.set(i64::from(report.is_intact()));
    if report.is_intact() {
        tracing::info!(rows = report.rows, "the audit trail is intact");
    }
    let faults = report.trail_faults();
    if !faults.is_empty() {
        state.alarms.raise(Alarm::AuditBroken, SUBJECT, &faults.join("; "));
    }
    report_anchor_faults(state, &report.anchor);
    Ok(())
}
