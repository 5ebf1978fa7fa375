use std::time::Duration;

use uuid::Uuid;

use crate::app::AppState;
use crate::store::Lease;

/// The time allowed for the database work of one phase, in seconds.
const DATABASE_SECONDS: i64 = 20;
/// The most gateway calls between two commits.
const GATEWAY_CALLS: i64 = 7;
/// The time allowed for the pause after each call, in seconds.
const PAUSE_SECONDS: i64 = 3;
/// The upper limit of leases and of pauses between two checks, in seconds, regardless of the configuration.
const LONGEST_SECONDS: i64 = 900;
/// The upper limit of the backoff, in seconds, unless the configured check interval is longer.
const LONGEST_BACKOFF_SECONDS: i64 = 120;

/// The lease for a request or check that starts working on an attempt now. Every commit renews it.
pub fn lease(state: &AppState) -> Lease {
    let timeout = i64::try_from(state.config.gateway_timeout.as_secs()).unwrap_or(LONGEST_SECONDS);
    let call = timeout.saturating_add(PAUSE_SECONDS);
    from_now(state, call.saturating_mul(GATEWAY_CALLS).saturating_add(DATABASE_SECONDS).min(LONGEST_SECONDS))
}

/// The time of the next check of an attempt that the gateway has not settled yet.
pub fn next_check(state: &AppState) -> Lease {
    from_now(state, check_seconds(state))
}

/// The time of the next check after the gateway did not respond to one: exponential backoff with jitter, but not before
/// the gateway's `Retry-After`.
pub fn retry(state: &AppState, failed_before: i64, retry_after: Option<Duration>) -> Lease {
    from_now(state, backoff_seconds(check_seconds(state), failed_before, retry_after, jitter()))
}

fn backoff_seconds(base: i64, failed_before: i64, retry_after: Option<Duration>, jitter: u8) -> i64 {
    let doublings = failed_before.clamp(0, 16);
    let longest = LONGEST_BACKOFF_SECONDS.max(base);
    let whole = base.saturating_mul(1 << doublings).min(longest);
    let half = whole / 2;
    let random = (whole - half).saturating_mul(i64::from(jitter)) / i64::from(u8::MAX);
    let requested = retry_after.and_then(|pause| i64::try_from(pause.as_secs()).ok()).unwrap_or(0);
    (half + random).max(requested).clamp(1, LONGEST_SECONDS)
}

fn jitter() -> u8 {
    let [random, ..] = *Uuid::new_v4().as_bytes();
    random
}

fn check_seconds(state: &AppState) -> i64 {
    i64::try_from(state.config.recovery_interval.as_secs())
        .unwrap_or(LONGEST_SECONDS)
        .clamp(1, LONGEST_SECONDS)
}

fn from_now(state: &AppState, seconds: i64) -> Lease {
    Lease::starting(state.clock.now(), seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_doubles_with_jitter_up_to_its_limit() {
        let between =
            |failed| (backoff_seconds(30, failed, None, 0), backoff_seconds(30, failed, None, u8::MAX));

        assert_eq!(between(0), (15, 30));
        assert_eq!(between(1), (30, 60));
        assert_eq!(between(2), (60, 120));
        assert_eq!(between(4), (60, 120));
        assert_eq!(between(1_000_000), (60, 120));
        assert_eq!(backoff_seconds(1, 0, None, 0), 1);
    }

    #[test]
    fn backoff_never_comes_before_retry_after() {
        let backoff = |seconds| backoff_seconds(30, 0, Some(Duration::from_secs(seconds)), u8::MAX);

        assert_eq!(backoff(60), 60);
        assert_eq!(backoff(5), 30);
        assert_eq!(backoff(u64::MAX), 30, "a value that is out of range is ignored");
        assert_eq!(backoff(86_400), 900);
    }
}
