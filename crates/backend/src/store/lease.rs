use billing::Instant;

/// The maximum clock difference between two processes, in seconds. A lease that starts later counts as expired.
pub(super) const CLOCK_SKEW_SECONDS: i64 = 60;

/// The period in which one process holds a row.
///
/// The holder stores both ends, so that a process with another configuration reads the same lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The start: when the lease was written.
    pub from: Instant,
    /// The lease expiry, or the next check of a row that no process is working on.
    pub until: Instant,
}

impl Lease {
    /// A lease that starts now and lasts `seconds`.
    #[must_use]
    pub fn starting(now: Instant, seconds: i64) -> Self {
        Self { from: now, until: now.checked_add_seconds(seconds).unwrap_or(now) }
    }

    /// Whether the lease has expired.
    ///
    /// A lease that starts in the future was written before the clock was set back and counts as expired.
    #[must_use]
    pub fn is_over(self, now: Instant) -> bool {
        now >= self.until || self.from.seconds_since(now) > CLOCK_SKEW_SECONDS
    }
}
