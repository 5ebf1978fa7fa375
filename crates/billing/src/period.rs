use crate::Instant;

/// How often a subscription is billed.
///
/// ```
/// use billing::Cycle;
///
/// assert_eq!(Cycle::parse("annual").map(Cycle::months), Some(12));
/// assert_eq!(Cycle::parse("weekly"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cycle {
    /// Billed every month.
    Monthly,
    /// Billed every twelve months.
    Annual,
}

impl Cycle {
    /// Returns the calendar months in one period.
    #[must_use]
    pub const fn months(self) -> i64 {
        match self {
            Self::Monthly => 1,
            Self::Annual => 12,
        }
    }

    /// Returns the value used in JSON and URLs.
    ///
    /// ```
    /// use billing::Cycle;
    ///
    /// assert_eq!(Cycle::Annual.as_str(), "annual");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Annual => "annual",
        }
    }

    /// Parses the value used in JSON and URLs.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        [Self::Monthly, Self::Annual].into_iter().find(|cycle| cycle.as_str() == value)
    }
}

/// The unit of time in which a plan prorates.
///
/// ```
/// use billing::Granularity;
///
/// assert_eq!(Granularity::parse("day").map(Granularity::seconds), Some(86_400));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Granularity {
    /// Whole UTC days. The day of the upgrade is charged in full.
    Day,
    /// Whole seconds.
    Second,
}

impl Granularity {
    /// Returns the seconds in one unit.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        match self {
            Self::Day => crate::instant::DAY,
            Self::Second => 1,
        }
    }

    /// Returns the value used in JSON.
    ///
    /// ```
    /// use billing::Granularity;
    ///
    /// assert_eq!(Granularity::Second.as_str(), "second");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Second => "second",
        }
    }

    /// Parses the value used in JSON.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        [Self::Day, Self::Second].into_iter().find(|granularity| granularity.as_str() == value)
    }
}

/// A half-open interval of time, `[start, end)`, never empty.
///
/// ```
/// use billing::{Instant, Period};
///
/// let at = |text| Instant::parse(text).expect("an instant");
/// let march = Period::new(at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z")).expect("not empty");
/// assert_eq!(march.end().seconds_since(march.start()), 31 * 86_400);
/// assert_eq!(Period::new(march.end(), march.start()), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    start: Instant,
    end: Instant,
}

impl Period {
    /// Creates a period. Returns `None` unless `start` is before `end`.
    #[must_use]
    pub fn new(start: Instant, end: Instant) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Returns the first instant of the period.
    #[must_use]
    pub const fn start(self) -> Instant {
        self.start
    }

    /// Returns the first instant after the period.
    #[must_use]
    pub const fn end(self) -> Instant {
        self.end
    }

    /// Returns the number of whole units from start to end.
    pub(crate) fn units(self, granularity: Granularity) -> i64 {
        self.end.seconds_since(self.start).div_euclid(granularity.seconds())
    }
}

/// Returns the first period boundary after an instant, for a cycle that starts at `anchor`.
///
/// Boundary `n` is the anchor plus `n` cycles, with the day clamped to the last day of the month. Every boundary is
/// computed from the anchor, so an anchor on the 31st returns to the 31st after February. Returns `None` if the
/// boundary is outside the supported range.
///
/// ```
/// use billing::{Cycle, Instant, boundary_after};
///
/// let at = |text| Instant::parse(text).expect("an instant");
/// let anchor = at("2026-01-31T00:00:00Z");
/// let february = boundary_after(anchor, Cycle::Monthly, anchor).expect("in range");
/// let march = boundary_after(anchor, Cycle::Monthly, february).expect("in range");
/// assert_eq!(february, at("2026-02-28T00:00:00Z"));
/// assert_eq!(march, at("2026-03-31T00:00:00Z"));
/// ```
#[must_use]
pub fn boundary_after(anchor: Instant, cycle: Cycle, instant: Instant) -> Option<Instant> {
    let months = cycle.months();
    let elapsed = anchor.date().months_until(instant.date()).div_euclid(months);
    // The boundary in the month of the instant can be before or after it, because of clamping and the time of day.
    (elapsed..=elapsed.saturating_add(1))
        .filter_map(|n| anchor.checked_add_months(n.saturating_mul(months)))
        .find(|boundary| *boundary > instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).expect("an instant")
    }

    #[test]
    fn boundaries_are_consecutive_for_every_anchor_day() {
        for day in 1..=31 {
            let anchor = at(&format!("2027-01-{day:02}T06:00:00Z"));
            for cycle in [Cycle::Monthly, Cycle::Annual] {
                let mut last = anchor;
                for n in 1..=120 {
                    let next = boundary_after(anchor, cycle, last).expect("in range");
                    assert_eq!(Some(next), anchor.checked_add_months(n * cycle.months()));
                    last = next;
                }
            }
        }
    }

    #[test]
    fn leap_day_anchor_returns_after_four_years() {
        let anchor = at("2028-02-29T00:00:00Z");
        let mut last = anchor;
        let mut boundaries = Vec::new();
        for _ in 0..4 {
            last = boundary_after(anchor, Cycle::Annual, last).expect("in range");
            boundaries.push(last.to_string());
        }
        let days: Vec<_> = boundaries.iter().filter_map(|boundary| boundary.get(..10)).collect();
        assert_eq!(days, ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]);
    }
}
