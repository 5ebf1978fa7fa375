use std::time::Duration;

use leptos::prelude::*;

/// Whole seconds of a monotonic clock. Only differences are meaningful.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::as_conversions,
    reason = "`performance.now` returns a float; the seconds since page load fit in an `i64`"
)]
pub fn monotonic_seconds() -> i64 {
    let milliseconds = window().performance().map_or(0.0, |performance| performance.now());
    (milliseconds / 1_000.0) as i64
}

/// Calls `call` every `period` until the current owner is cleaned up.
pub fn interval(period: Duration, call: impl Fn() + 'static) {
    if let Ok(handle) = set_interval_with_handle(call, period) {
        on_cleanup(move || handle.clear());
    }
}
