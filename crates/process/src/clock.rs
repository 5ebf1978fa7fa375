use std::sync::{Mutex, PoisonError};
use std::time;

use billing::Instant;

/// The clock of this process.
///
/// It is the system clock, or in the sandbox a clock that starts at a chosen instant.
#[derive(Debug)]
pub struct Clock(Mutex<Source>);

#[derive(Clone, Copy, Debug)]
enum Source {
    System,
    Offset { from: Instant, since: time::Instant },
    Stopped(Instant),
}

impl Clock {
    /// The system clock.
    #[must_use]
    pub const fn machine() -> Self {
        Self(Mutex::new(Source::System))
    }

    /// A clock that reads `instant` now and then advances in real time.
    #[must_use]
    pub fn starting_at(instant: Instant) -> Self {
        Self(Mutex::new(Source::Offset { from: instant, since: time::Instant::now() }))
    }

    /// The current instant, in whole seconds.
    ///
    /// # Panics
    /// When the system clock is before 1970 or after 3000: amounts computed for such a date would be wrong.
    #[must_use]
    pub fn now(&self) -> Instant {
        match *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Source::System => system_now(),
            Source::Offset { from, since } => i64::try_from(since.elapsed().as_secs())
                .ok()
                .and_then(|elapsed| from.checked_add_seconds(elapsed))
                .unwrap_or(from),
            Source::Stopped(instant) => instant,
        }
    }

    /// Stops the clock at `instant`, so that every call of [`now`](Self::now) returns the same instant.
    pub fn stop_at(&self, instant: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Source::Stopped(instant);
    }

    /// Sets the clock to `instant`. The clock then advances in real time.
    pub fn set(&self, instant: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Source::Offset { from: instant, since: time::Instant::now() };
    }
}

fn system_now() -> Instant {
    time::SystemTime::now()
        .duration_since(time::UNIX_EPOCH)
        .ok()
        .and_then(|since_epoch| i64::try_from(since_epoch.as_secs()).ok())
        .and_then(Instant::from_epoch_seconds)
        .expect("the system clock must be between the years 1970 and 3000")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_clock_advances_from_the_new_instant() {
        let clock = Clock::machine();
        let march = Instant::parse("2026-03-16T09:30:00Z").unwrap();

        clock.set(march);

        assert!((0..5).contains(&clock.now().seconds_since(march)));
    }

    #[test]
    fn stopped_clock_always_returns_one_instant() {
        let clock = Clock::machine();
        let march = Instant::parse("2026-03-16T09:30:00Z").unwrap();

        clock.stop_at(march);

        assert_eq!((clock.now(), clock.now()), (march, march));
    }

    #[test]
    fn system_clock_is_after_2025() {
        assert!(Clock::machine().now() > Instant::parse("2026-01-01T00:00:00Z").unwrap());
    }
}
