use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The minimum time between two log lines about one kind of refusal.
const INTERVAL: Duration = Duration::from_secs(10);

/// Limits log lines about refusals to one per interval.
#[derive(Debug, Default)]
pub struct RefusalLog(Mutex<Unlogged>);

#[derive(Debug, Default)]
struct Unlogged {
    count: u64,
    logged: Option<Instant>,
}

impl RefusalLog {
    /// Counts a refusal. Returns the number of refusals since the last log line if a line is due.
    pub fn count(&self) -> Option<u64> {
        let mut unlogged = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        unlogged.count += 1;
        let is_due = unlogged.logged.is_none_or(|logged| logged.elapsed() >= INTERVAL);
        is_due.then(|| {
            unlogged.logged = Some(Instant::now());
            std::mem::take(&mut unlogged.count)
        })
    }
}
