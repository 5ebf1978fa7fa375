//! Moves the estimate to the next day when the backend's day begins.

use std::time::Duration;

use billing::{Granularity, Instant};

use crate::{components::Delay, platform::clock, state::upgrade::UpgradeForm};

const DAY: i64 = 86_400;

/// Reprices the form at each UTC midnight of the backend, counted by a clock that cannot jump from the one instant
/// the backend has named.
pub fn follow(form: UpgradeForm, server_time: Instant, granularity: Granularity) {
    if granularity == Granularity::Second {
        return;
    }
    arm(form, server_time, clock::monotonic_seconds(), Delay::new());
}

fn arm(form: UpgradeForm, server_time: Instant, opened: i64, delay: Delay) {
    let now = move || server_time.checked_add_seconds(clock::monotonic_seconds().saturating_sub(opened));
    let Some(next_day) = now().and_then(|now| now.midnight().checked_add_seconds(DAY)) else { return };
    let wait = now().map_or(DAY, |now| next_day.seconds_since(now)).max(1);
    delay.restart(Duration::from_secs(u64::try_from(wait).unwrap_or(1)), move || {
        form.set_as_of(now().unwrap_or(next_day));
        arm(form, server_time, opened, delay);
    });
}
