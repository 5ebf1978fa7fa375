//! Calendar functions based on `jiff`, independent of the engine's calendar.

use billing::Instant;
use jiff::{Timestamp, ToSpan, civil::DateTime, tz::TimeZone};

pub fn instant(seconds: i64) -> Instant {
    Instant::from_epoch_seconds(seconds).expect("inside the engine's years")
}

/// Returns the seconds since 1970 of a UTC date and time.
pub fn seconds(at: DateTime) -> i64 {
    at.to_zoned_datetime(TimeZone::UTC).expect("inside jiff's years").timestamp().as_second()
}

/// Adds months to an instant in seconds. The day is clamped to the last day of the month.
pub fn months_later(seconds_since_1970: i64, months: i64) -> i64 {
    let at = Timestamp::from_second(seconds_since_1970).expect("inside jiff's years");
    let later = at.to_zoned_datetime(TimeZone::UTC).datetime().checked_add(months.months());
    seconds(later.expect("inside jiff's years"))
}
