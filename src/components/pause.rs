use std::time::Duration;

use leptos::prelude::*;

use super::{Delay, effect};

/// Debounce interval for everything derived from the amount.
const PAUSE: Duration = Duration::from_millis(100);

/// Returns a debounced trigger, which notifies once the signals that `track` reads have stopped changing.
///
/// Panels that depend on it do not delay the frames in which the user types, and are computed once per number and not
/// once per digit.
pub fn at_a_pause(track: impl Fn() + 'static) -> Trigger {
    let pause = Trigger::new();
    let delay = Delay::new();
    effect(move || {
        track();
        delay.restart(PAUSE, move || pause.notify());
    });
    pause
}
