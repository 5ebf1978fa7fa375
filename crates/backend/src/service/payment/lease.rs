use billing::Instant;

use crate::app::AppState;
use crate::store::attempts::LONGEST_LEASE_SECONDS;

/// What a phase of the database may take, in seconds.
const DATABASE_SECONDS: u64 = 20;
/// The most calls of the gateway between two commits.
const GATEWAY_CALLS: u64 = 5;
/// The pause after each of them, in seconds.
const PAUSE_SECONDS: u64 = 3;

/// Until when a request that takes an attempt on now is believed to be at work on it. Every commit renews it.
pub fn lease(state: &AppState) -> Instant {
    let call = state.config.gateway_timeout.as_secs().saturating_add(PAUSE_SECONDS);
    from_now(state, call.saturating_mul(GATEWAY_CALLS).saturating_add(DATABASE_SECONDS))
}

/// When an attempt that cannot be settled now is looked at again.
pub fn next_check(state: &AppState) -> Instant {
    from_now(state, state.config.completer_every.as_secs())
}

fn from_now(state: &AppState, seconds: u64) -> Instant {
    let seconds = i64::try_from(seconds).unwrap_or(LONGEST_LEASE_SECONDS).clamp(1, LONGEST_LEASE_SECONDS);
    let now = state.clock.now();
    now.checked_add_seconds(seconds).unwrap_or(now)
}
