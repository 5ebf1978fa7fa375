use std::time::Duration;

use leptos::prelude::*;

/// Whole seconds of a clock that never jumps; only differences mean something.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::as_conversions,
    reason = "the browser counts in a float; seconds since the page opened fit"
)]
pub fn monotonic_seconds() -> i64 {
    let milliseconds = window().performance().map_or(0.0, |performance| performance.now());
    (milliseconds / 1_000.0) as i64
}

/// Calls back every `period` until the current owner is cleaned up.
pub fn interval(period: Duration, call: impl Fn() + 'static) {
    if let Ok(handle) = set_interval_with_handle(call, period) {
        on_cleanup(move || handle.clear());
    }
}
