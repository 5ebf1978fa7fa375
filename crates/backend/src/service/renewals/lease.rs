use std::time::Duration;

use crate::app::AppState;
use crate::store::Lease;

/// The most gateway calls of one check of a try.
const GATEWAY_CALLS: i64 = 7;
/// The time allowed for database work, in seconds.
const DATABASE_SECONDS: i64 = 40;
const MAX_SECONDS: i64 = 900;
/// The pause after the first check without an outcome, in seconds. It doubles with each further one.
const FIRST_PAUSE_SECONDS: i64 = 30;
const UNREADABLE_SECONDS: i64 = 60;
const MAX_DOUBLINGS: i64 = 4;

/// The lease for a process that charges a try.
pub(super) fn at_work(state: &AppState) -> Lease {
    let timeout = i64::try_from(state.config.gateway_timeout.as_secs()).unwrap_or(MAX_SECONDS);
    let seconds = timeout.saturating_add(1).saturating_mul(GATEWAY_CALLS).saturating_add(DATABASE_SECONDS);
    Lease::starting(state.clock.now(), seconds.min(MAX_SECONDS))
}

/// A lease that is over at once.
pub(super) fn now(state: &AppState) -> Lease {
    Lease::starting(state.clock.now(), 0)
}

/// The pause before a renewal that cannot be read is checked again.
pub(super) fn unreadable(state: &AppState) -> Lease {
    Lease::starting(state.clock.now(), UNREADABLE_SECONDS)
}

/// The pause after `checks` earlier checks without an outcome, at least the gateway's `Retry-After`.
pub(super) fn pause(state: &AppState, checks: i64, retry_after: Option<Duration>) -> Lease {
    let backoff = FIRST_PAUSE_SECONDS << checks.clamp(0, MAX_DOUBLINGS);
    let requested = retry_after.map_or(0, |pause| i64::try_from(pause.as_secs()).unwrap_or(MAX_SECONDS));
    Lease::starting(state.clock.now(), backoff.max(requested).min(MAX_SECONDS))
}
