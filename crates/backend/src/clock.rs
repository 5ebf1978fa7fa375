use std::sync::{Mutex, PoisonError};
use std::time;

use billing::Instant;

/// The time everything in this process agrees on: the machine's, or in the sandbox one that starts at a chosen
/// instant and runs on from there.
#[derive(Debug)]
pub struct Clock(Mutex<Source>);

#[derive(Clone, Copy, Debug)]
enum Source {
    Machine,
    RunningOn { from: Instant, since: time::Instant },
    Stopped(Instant),
}

impl Clock {
    /// The machine's own clock.
    #[must_use]
    pub const fn machine() -> Self {
        Self(Mutex::new(Source::Machine))
    }

    /// A clock that shows `instant` now and runs on at the usual speed.
    #[must_use]
    pub fn starting_at(instant: Instant) -> Self {
        Self(Mutex::new(Source::RunningOn { from: instant, since: time::Instant::now() }))
    }

    /// The current instant, in whole seconds.
    ///
    /// # Panics
    /// When the machine's clock stands before 1970 or after 3000: no amount computed then could be right.
    #[must_use]
    pub fn now(&self) -> Instant {
        match *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Source::Machine => machine_now(),
            Source::RunningOn { from, since } => i64::try_from(since.elapsed().as_secs())
                .ok()
                .and_then(|elapsed| from.checked_add_seconds(elapsed))
                .unwrap_or(from),
            Source::Stopped(instant) => instant,
        }
    }

    /// Stops the clock at `instant`, for whoever needs the same second twice.
    pub fn stop_at(&self, instant: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Source::Stopped(instant);
    }

    /// Moves the clock to `instant`, forwards or backwards, from where it runs on.
    pub fn set(&self, instant: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Source::RunningOn { from: instant, since: time::Instant::now() };
    }
}

fn machine_now() -> Instant {
    time::SystemTime::now()
        .duration_since(time::UNIX_EPOCH)
        .ok()
        .and_then(|since_epoch| i64::try_from(since_epoch.as_secs()).ok())
        .and_then(Instant::from_epoch_seconds)
        .expect("the machine's clock stands between 1970 and 3000")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_runs_on_from_there() {
        let clock = Clock::machine();
        let march = Instant::parse("2026-03-16T09:30:00Z").unwrap();

        clock.set(march);

        assert!((0..5).contains(&clock.now().seconds_since(march)));
    }

    #[test]
    fn a_stopped_clock_shows_one_instant() {
        let clock = Clock::machine();
        let march = Instant::parse("2026-03-16T09:30:00Z").unwrap();

        clock.stop_at(march);

        assert_eq!((clock.now(), clock.now()), (march, march));
    }

    #[test]
    fn the_machines_clock_is_past_the_day_this_was_written() {
        assert!(Clock::machine().now() > Instant::parse("2026-01-01T00:00:00Z").unwrap());
    }
}
