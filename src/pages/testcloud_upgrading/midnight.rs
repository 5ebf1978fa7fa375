//! Reprices the estimate when the backend's day changes.

use std::time::Duration;

use billing::{Granularity, Instant};
use platform::clock;

use crate::{state::upgrade::UpgradeForm, view::Delay};

const DAY: i64 = 86_400;

/// Reprices the form at every UTC midnight. The time is the backend's time plus the elapsed time of the monotonic
/// clock, so that changes of the local clock have no effect.
pub fn reprice_at_midnight(form: UpgradeForm, server_time: Instant, granularity: Granularity) {
    if granularity == Granularity::Second {
        return;
    }
    schedule(form, server_time, clock::monotonic_seconds(), Delay::new());
}

fn schedule(form: UpgradeForm, server_time: Instant, opened: i64, delay: Delay) {
    let now = move || server_time.checked_add_seconds(clock::monotonic_seconds().saturating_sub(opened));
    let Some(next_day) = now().and_then(|now| now.midnight().checked_add_seconds(DAY)) else { return };
    let wait = now().map_or(DAY, |now| next_day.seconds_since(now)).max(1);
    delay.restart(Duration::from_secs(u64::try_from(wait).unwrap_or(1)), move || {
        form.set_as_of(now().unwrap_or(next_day));
        schedule(form, server_time, opened, delay);
    });
}
