use billing::Instant;

use crate::app::AppState;

/// What a phase of the database may take, in seconds.
const DATABASE_SECONDS: i64 = 20;
/// The most calls of the gateway between two commits.
const GATEWAY_CALLS: i64 = 5;
/// The pause after each of them, in seconds.
const PAUSE_SECONDS: i64 = 3;
/// No configuration makes anybody wait longer for an attempt that nobody looks after.
const LONGEST_SECONDS: i64 = 900;

/// Until when a request that takes an attempt on now is believed to be at work on it. Every commit renews it.
pub fn lease(state: &AppState) -> Instant {
    from_now(state, lease_seconds(state))
}

/// When an attempt that cannot be settled now is looked at again.
pub fn next_check(state: &AppState) -> Instant {
    from_now(state, check_seconds(state))
}

/// The longest lease this service writes, in seconds.
pub fn longest(state: &AppState) -> i64 {
    lease_seconds(state).max(check_seconds(state))
}

fn lease_seconds(state: &AppState) -> i64 {
    let timeout = i64::try_from(state.config.gateway_timeout.as_secs()).unwrap_or(LONGEST_SECONDS);
    let call = timeout.saturating_add(PAUSE_SECONDS);
    call.saturating_mul(GATEWAY_CALLS).saturating_add(DATABASE_SECONDS).min(LONGEST_SECONDS)
}

fn check_seconds(state: &AppState) -> i64 {
    i64::try_from(state.config.completer_every.as_secs()).unwrap_or(LONGEST_SECONDS).clamp(1, LONGEST_SECONDS)
}

fn from_now(state: &AppState, seconds: i64) -> Instant {
    let now = state.clock.now();
    now.checked_add_seconds(seconds).unwrap_or(now)
}
