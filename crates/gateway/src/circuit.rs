use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::GatewayError;

/// The number of consecutive unanswered calls after which the gateway's health is checked.
pub const THRESHOLD: u32 = 5;
pub const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Counts unanswered calls. Open while calls are refused at once.
#[derive(Debug, Default)]
pub struct Circuit(Mutex<State>);

#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// Consecutive unanswered calls.
    failures: u32,
    /// The time of the next health check, while the circuit is open.
    open_until: Option<Instant>,
    /// How often the pause has doubled.
    doublings: u32,
}

/// Whether a call may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Send the call.
    Admitted,
    /// Do not send the call before the pause has passed.
    Refused(Duration),
    /// The pause has passed: check the gateway's health first.
    CheckHealth,
}

impl Circuit {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn is_open(&self) -> bool {
        self.state().open_until.is_some()
    }

    /// The remaining pause of an open circuit.
    pub fn pause(&self) -> Option<Duration> {
        let until = self.state().open_until?;
        Some(until.saturating_duration_since(Instant::now()))
    }

    pub fn admit(&self) -> Admission {
        let mut state = self.state();
        let Some(until) = state.open_until else { return Admission::Admitted };
        let remaining = until.saturating_duration_since(Instant::now());
        if !remaining.is_zero() {
            return Admission::Refused(remaining);
        }
        // Refuse other callers during the check.
        state.open_until = Some(Instant::now() + FIRST_PAUSE);
        Admission::CheckHealth
    }

    /// Counts an unanswered call. Returns whether the gateway's health must be checked.
    pub fn count_failure(&self) -> bool {
        let mut state = self.state();
        state.failures = state.failures.saturating_add(1);
        if state.failures < THRESHOLD || state.open_until.is_some() {
            return false;
        }
        // Start over, so that the next few failures do not each cause a check.
        state.failures = 0;
        true
    }

    /// Opens the circuit. The pause doubles each time.
    pub fn open(&self, error: &GatewayError) {
        let mut state = self.state();
        let pause = FIRST_PAUSE.saturating_mul(1 << state.doublings.min(8)).min(LONGEST_PAUSE);
        let pause = error.retry_after().map_or(pause, |requested| pause.max(requested.min(LONGEST_PAUSE)));
        state.doublings = state.doublings.saturating_add(1);
        state.open_until = Some(Instant::now() + pause);
        tracing::warn!(%error, seconds = pause.as_secs(), "opened the circuit to the gateway");
    }

    pub fn close(&self) {
        let mut state = self.state();
        if state.open_until.is_some() {
            tracing::info!("closed the circuit to the gateway");
        }
        *state = State::default();
    }
}
