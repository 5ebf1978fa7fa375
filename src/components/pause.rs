use std::time::Duration;

use leptos::prelude::*;

use super::{Delay, effect};

/// How long the hand pauses before what hangs on the amount follows it.
const PAUSE: Duration = Duration::from_millis(100);

/// Notifies once what `track` reads has not changed for a moment.
///
/// What hangs on it leaves the frames in which somebody types to what they look at, and is worked out once for a whole
/// number, not for each of its digits.
pub fn at_a_pause(track: impl Fn() + 'static) -> Trigger {
    let pause = Trigger::new();
    let delay = Delay::new();
    effect(move || {
        track();
        delay.restart(PAUSE, move || pause.notify());
    });
    pause
}
