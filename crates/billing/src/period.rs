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
    /// Every month.
    Monthly,
    /// Every twelve months.
    Annual,
}

impl Cycle {
    /// Calendar months of one period.
    #[must_use]
    pub const fn months(self) -> i64 {
        match self {
            Self::Monthly => 1,
            Self::Annual => 12,
        }
    }

    /// The word in JSON and in addresses.
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

    /// The cycle a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Monthly, Self::Annual].into_iter().find(|cycle| cycle.as_str() == word)
    }
}

/// The unit in which a plan prorates.
///
/// ```
/// use billing::Granularity;
///
/// assert_eq!(Granularity::parse("day").map(Granularity::seconds), Some(86_400));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Granularity {
    /// Whole UTC days; the day of the upgrade counts in full.
    Day,
    /// Whole seconds.
    Second,
}

impl Granularity {
    /// Seconds of one unit.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        match self {
            Self::Day => crate::instant::DAY,
            Self::Second => 1,
        }
    }

    /// The word in JSON.
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

    /// The granularity a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Day, Self::Second].into_iter().find(|granularity| granularity.as_str() == word)
    }
}

/// A half-open stretch of time, `[start, end)`, never empty.
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
    /// `None` unless `start` lies before `end`.
    #[must_use]
    pub fn new(start: Instant, end: Instant) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// The first instant inside.
    #[must_use]
    pub const fn start(self) -> Instant {
        self.start
    }

    /// The first instant after.
    #[must_use]
    pub const fn end(self) -> Instant {
        self.end
    }

    /// Whole units from start to end.
    pub(crate) fn units(self, granularity: Granularity) -> i64 {
        self.end.seconds_since(self.start).div_euclid(granularity.seconds())
    }
}

/// The first boundary of an anchored cycle after an instant.
///
/// Boundary `n` is the anchor plus `n` cycles, its day clamped to the month's last, always computed from the anchor:
/// an anchor on the 31st returns to the 31st after February. `None` when it lies outside the supported years.
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
    // Clamping and the time of day can put the boundary of the same month on either side of the instant.
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
    fn boundaries_follow_one_another_for_ten_years_of_every_anchor_day() {
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
    fn a_leap_day_anchor_returns_after_four_years() {
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
