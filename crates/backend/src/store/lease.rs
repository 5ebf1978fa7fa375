use billing::Instant;

/// How far the clocks of two processes may differ, in seconds, before a lease counts as one of the future.
pub(super) const CLOCK_SKEW_SECONDS: i64 = 60;

/// The time for which one process holds a row. Its holder stores both ends, so that a process with another
/// configuration reads the same lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// When it was written.
    pub from: Instant,
    /// When it expires, or when a row that nobody is working on is checked again.
    pub until: Instant,
}

impl Lease {
    /// A lease of so many seconds from now.
    #[must_use]
    pub fn starting(now: Instant, seconds: i64) -> Self {
        Self { from: now, until: now.checked_add_seconds(seconds).unwrap_or(now) }
    }

    /// Whether it has expired. One that starts in the future was written before the clock was set back, and does not
    /// count.
    #[must_use]
    pub fn is_over(self, now: Instant) -> bool {
        now >= self.until || self.from.seconds_since(now) > CLOCK_SKEW_SECONDS
    }
}
