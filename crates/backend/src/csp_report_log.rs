use std::sync::{Mutex, PoisonError};

use billing::Instant;

/// The maximum number of reports logged per minute. Further reports are only counted.
const LOGGED_PER_MINUTE: u32 = 20;

/// Limits the reports logged per minute, across all clients.
#[derive(Debug, Default)]
pub struct CspReportLog(Mutex<(i64, u32)>);

impl CspReportLog {
    /// Whether a report of this instant is logged. Counts it.
    pub fn admits(&self, now: Instant) -> bool {
        let minute = now.epoch_seconds().div_euclid(60);
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if window.0 != minute {
            *window = (minute, 0);
        }
        window.1 = window.1.saturating_add(1);
        window.1 <= LOGGED_PER_MINUTE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_reports_per_minute_are_logged() {
        let log = CspReportLog::default();
        let at = |second: i64| Instant::parse("2026-03-16T09:30:00Z").unwrap().checked_add_seconds(second);

        assert_eq!((0..100).filter(|_| log.admits(at(0).unwrap())).count(), 20);
        assert!(!log.admits(at(59).unwrap()));
        assert!(log.admits(at(60).unwrap()));
    }
}
