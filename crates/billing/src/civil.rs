//! Civil dates of the proleptic Gregorian calendar, in UTC.
//!
//! The app needs only a few lines of calendar code, and a date crate would add more bytes to its bundle than the whole
//! engine. The tests compare every day of the supported range with the `jiff` crate.
#![allow(clippy::arithmetic_side_effects, reason = "years are bounded to 0..=3001, far inside i64")]

/// Days in 400 years. The calendar repeats after this time.
const DAYS_PER_ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub year: i64,
    pub month: i64,
    pub day: i64,
}

impl Date {
    /// Creates a date. Returns `None` if the calendar has no such day.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        ((1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day)).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// Returns the days since 1970-01-01. The calculation starts years in March, so the leap day is the last day.
    pub const fn epoch_days(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((self.month + 9) % 12) + 2) / 5 + self.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH
    }

    pub const fn from_epoch_days(days: i64) -> Self {
        let days = days + DAYS_TO_EPOCH;
        let era = days.div_euclid(DAYS_PER_ERA);
        let day_of_era = days.rem_euclid(DAYS_PER_ERA);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
        Self { year, month, day }
    }

    /// Returns the same day `months` later, clamped to the last day of that month.
    pub fn add_months(self, months: i64) -> Self {
        let month_index = self.year * 12 + self.month - 1 + months;
        let year = month_index.div_euclid(12);
        let month = month_index.rem_euclid(12) + 1;
        Self { year, month, day: self.day.min(days_in_month(year, month)) }
    }

    /// Returns the number of months from this date's month to the other's, ignoring the days.
    pub const fn months_until(self, other: Self) -> i64 {
        (other.year * 12 + other.month) - (self.year * 12 + self.month)
    }
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_supported_day_matches_jiff() {
        let mut reference = jiff::civil::date(1970, 1, 1);
        let last = jiff::civil::date(3001, 1, 1);
        let mut days = 0;
        while reference < last {
            let expected = Date {
                year: i64::from(reference.year()),
                month: i64::from(reference.month()),
                day: i64::from(reference.day()),
            };
            assert_eq!(Date::from_epoch_days(days), expected);
            assert_eq!(expected.epoch_days(), days);
            reference = reference.tomorrow().expect("inside jiff's range");
            days += 1;
        }
        assert_eq!(days, 376_565);
    }

    #[test]
    fn only_every_fourth_century_is_a_leap_year() {
        for (year, is_leap) in
            [(1996, true), (1999, false), (2000, true), (2100, false), (2200, false), (2400, true)]
        {
            assert_eq!(Date::new(year, 2, 29).is_some(), is_leap, "{year}");
        }
    }

    #[test]
    fn added_months_clamp_to_the_last_day_of_the_month() {
        let date = |y, m, d| Date::new(y, m, d).expect("a day of the calendar");
        assert_eq!(date(2026, 1, 31).add_months(1), date(2026, 2, 28));
        assert_eq!(date(2026, 1, 31).add_months(2), date(2026, 3, 31));
        assert_eq!(date(2026, 1, 31).add_months(3), date(2026, 4, 30));
        assert_eq!(date(2028, 1, 31).add_months(1), date(2028, 2, 29));
        assert_eq!(date(2028, 2, 29).add_months(12), date(2029, 2, 28));
        assert_eq!(date(2028, 2, 29).add_months(48), date(2032, 2, 29));
    }

    #[test]
    fn nonexistent_days_are_rejected() {
        for (y, m, d) in
            [(2026, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0)]
        {
            assert_eq!(Date::new(y, m, d), None, "{y}-{m}-{d}");
        }
    }
}
