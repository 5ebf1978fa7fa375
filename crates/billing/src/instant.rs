use std::fmt;

use crate::civil::Date;

/// Seconds in a UTC day.
pub(crate) const DAY: i64 = 86_400;
/// 3000-12-31T23:59:59Z, the last instant in an output.
const LAST: i64 = 32_535_215_999;
/// 2999-12-31T23:59:59Z, the last instant in an input.
const LAST_INPUT: i64 = 32_503_679_999;

/// A UTC instant from 1970-01-01 to 3000-12-31, in whole seconds. Its text form is `YYYY-MM-DDTHH:MM:SSZ`.
///
/// ```
/// use billing::Instant;
///
/// let noon = Instant::parse("2026-03-16T12:00:00Z").expect("an instant");
/// assert_eq!(noon.epoch_seconds(), 1_773_662_400);
/// assert_eq!(noon.to_string(), "2026-03-16T12:00:00Z");
/// assert_eq!(Instant::parse("2026-03-16 12:00:00"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// Creates the instant `seconds` after 1970-01-01T00:00:00Z. Returns `None` outside the supported range.
    ///
    /// ```
    /// use billing::Instant;
    ///
    /// let first = Instant::from_epoch_seconds(0).expect("in range");
    /// assert_eq!(first.to_string(), "1970-01-01T00:00:00Z");
    /// assert_eq!(Instant::from_epoch_seconds(-1), None);
    /// ```
    #[must_use]
    pub const fn from_epoch_seconds(seconds: i64) -> Option<Self> {
        if seconds >= 0 && seconds <= LAST { Some(Self(seconds)) } else { None }
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn epoch_seconds(self) -> i64 {
        self.0
    }

    /// Parses `YYYY-MM-DDTHH:MM:SSZ`. Returns `None` for any other form, such as one with fractional seconds, an
    /// offset, a leap second or white space.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T', h1, h2, b':', mi1, mi2, b':', s1, s2, b'Z'] =
            *text.as_bytes()
        else {
            return None;
        };
        let year = parse_digits(&[y1, y2, y3, y4])?;
        let date = Date::new(year, parse_digits(&[mo1, mo2])?, parse_digits(&[d1, d2])?)?;
        let hour = parse_digits(&[h1, h2]).filter(|hour| *hour < 24)?;
        let minute = parse_digits(&[mi1, mi2]).filter(|minute| *minute < 60)?;
        let second = parse_digits(&[s1, s2]).filter(|second| *second < 60)?;
        let seconds = date
            .epoch_days()
            .checked_mul(DAY)?
            .checked_add(hour.checked_mul(3_600)?)?
            .checked_add(minute.checked_mul(60)?)?
            .checked_add(second)?;
        Self::from_epoch_seconds(seconds)
    }

    /// Adds `seconds`, which may be negative. Returns `None` outside the supported range.
    ///
    /// ```
    /// use billing::Instant;
    ///
    /// let at = |text| Instant::parse(text).expect("an instant");
    /// assert_eq!(at("2026-03-31T23:59:59Z").checked_add_seconds(1), Some(at("2026-04-01T00:00:00Z")));
    /// assert_eq!(at("1970-01-01T00:00:00Z").checked_add_seconds(-1), None);
    /// ```
    #[must_use]
    pub fn checked_add_seconds(self, seconds: i64) -> Option<Self> {
        self.0.checked_add(seconds).and_then(Self::from_epoch_seconds)
    }

    /// Returns the seconds from an earlier instant to this one. The result is negative if `earlier` is later.
    ///
    /// ```
    /// use billing::Instant;
    ///
    /// let at = |text| Instant::parse(text).expect("an instant");
    /// assert_eq!(at("2026-03-02T00:00:00Z").seconds_since(at("2026-03-01T00:00:00Z")), 86_400);
    /// ```
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns 00:00:00 UTC of the same day.
    ///
    /// ```
    /// use billing::Instant;
    ///
    /// let at = |text| Instant::parse(text).expect("an instant");
    /// assert_eq!(at("2026-03-16T09:30:00Z").midnight(), at("2026-03-16T00:00:00Z"));
    /// ```
    #[must_use]
    pub fn midnight(self) -> Self {
        self.truncated(DAY)
    }

    /// Returns whether this is 00:00:00 UTC.
    ///
    /// ```
    /// use billing::Instant;
    ///
    /// let at = |text| Instant::parse(text).expect("an instant");
    /// assert!(at("2026-03-16T00:00:00Z").is_midnight());
    /// assert!(!at("2026-03-16T00:00:01Z").is_midnight());
    /// ```
    #[must_use]
    pub fn is_midnight(self) -> bool {
        self.0.checked_rem(DAY) == Some(0)
    }

    /// Adds calendar months. The day is clamped to the last day of the month and the time of day stays the same.
    /// Returns `None` outside the supported range.
    ///
    /// ```
    /// use billing::Instant;
    ///
    /// let at = |text| Instant::parse(text).expect("an instant");
    /// let january = at("2026-01-31T00:00:00Z");
    /// assert_eq!(january.checked_add_months(1), Some(at("2026-02-28T00:00:00Z")));
    /// assert_eq!(january.checked_add_months(2), Some(at("2026-03-31T00:00:00Z")));
    /// ```
    #[must_use]
    pub fn checked_add_months(self, months: i64) -> Option<Self> {
        let days = self.date().add_months(months).epoch_days();
        days.checked_mul(DAY)?.checked_add(self.0.rem_euclid(DAY)).and_then(Self::from_epoch_seconds)
    }

    pub(crate) fn date(self) -> Date {
        Date::from_epoch_days(self.0.div_euclid(DAY))
    }

    /// Rounds down to a multiple of `unit` seconds.
    pub(crate) fn truncated(self, unit: i64) -> Self {
        Self(self.0.checked_rem_euclid(unit).map_or(self.0, |past| self.0.saturating_sub(past)))
    }

    /// Returns whether an input may contain this instant. Outputs may be a year later, because an annual period can
    /// start on the last input day.
    pub(crate) const fn is_input(self) -> bool {
        self.0 <= LAST_INPUT
    }
}

fn parse_digits(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0_i64, |value, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
        value.checked_mul(10)?.checked_add(i64::from(digit))
    })
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Date { year, month, day } = self.date();
        let second_of_day = self.0.rem_euclid(DAY);
        let (hour, minute) = (second_of_day.div_euclid(3_600), second_of_day.div_euclid(60).rem_euclid(60));
        let second = second_of_day.rem_euclid(60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_round_trip_through_text() {
        for text in
            ["1970-01-01T00:00:00Z", "2028-02-29T23:59:59Z", "2999-12-31T23:59:59Z", "3000-12-31T23:59:59Z"]
        {
            assert_eq!(Instant::parse(text).map(|instant| instant.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn other_date_formats_are_rejected() {
        for text in [
            "",
            "2026-03-16T09:30:00",
            "2026-03-16T09:30:00z",
            "2026-03-16t09:30:00Z",
            "2026-03-16T09:30:00.0Z",
            "2026-03-16T09:30:60Z",
            "2026-03-16T24:00:00Z",
            "2026-03-16T09:60:00Z",
            "2026-03-16T0::30:00Z",
            "2026-03-16T0/:30:00Z",
            "2026-02-29T00:00:00Z",
            "2026-3-16T09:30:00Z",
            "+2026-03-16T09:30:00Z",
            " 2026-03-16T09:30:00Z",
            "2026-03-16T09:30:00+00:00",
            "1969-12-31T23:59:59Z",
            "3001-01-01T00:00:00Z",
            "２026-03-16T09:30:00Z",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }

    #[test]
    fn input_instants_end_with_the_year_2999() {
        assert!(Instant::parse("2999-12-31T23:59:59Z").is_some_and(Instant::is_input));
        assert!(Instant::parse("3000-01-01T00:00:00Z").is_some_and(|instant| !instant.is_input()));
    }
}
