use billing::{Cycle, Instant, boundary_after};

/// Dates of the sample data, relative to the first start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dates {
    /// The time of the first start.
    pub now: Instant,
}

impl Dates {
    /// Midnight of the day `days` before the first start.
    pub fn days_ago(self, days: i64) -> Instant {
        let midnight = self.now.midnight();
        midnight.checked_add_seconds(days * -86_400).unwrap_or(midnight)
    }

    /// Midnight of the day `months` before the first start.
    pub fn months_ago(self, months: i64) -> Instant {
        let midnight = self.now.midnight();
        midnight.checked_add_months(-months).unwrap_or(midnight)
    }

    /// 31 January of the year before the first start.
    pub fn a_31st(self) -> Instant {
        let text = self.now.to_string();
        let year: i64 = text.get(..4).and_then(|year| year.parse().ok()).unwrap_or(1971);
        Instant::parse(&format!("{:04}-01-31T00:00:00Z", year - 1)).unwrap_or(self.now.midnight())
    }

    /// The current period of an anchored cycle.
    pub fn current_period(self, anchor: Instant, cycle: Cycle) -> (Instant, Instant) {
        let mut start = anchor;
        loop {
            match boundary_after(anchor, cycle, start) {
                Some(end) if end <= self.now => start = end,
                Some(end) => return (start, end),
                None => return (start, self.now),
            }
        }
    }
}
