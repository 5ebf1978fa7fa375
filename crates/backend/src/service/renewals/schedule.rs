use billing::Instant;

/// Days after the period's end on which an unpaid renewal is retried automatically. The first try is on day 0.
const TRY_DAYS: [i64; 3] = [3, 7, 14];
/// The day after the period's end on which a subscription with an unpaid renewal ends.
const END_DAY: i64 = 21;
const DAY_SECONDS: i64 = 86_400;
/// The last try with a new card is this long before the subscription ends.
const LAST_TRY_SECONDS: i64 = 60;

/// The next automatic try after `now` of a renewal that was due at `due_at`. `None` after the last one.
pub fn next_try(due_at: Instant, now: Instant) -> Option<Instant> {
    TRY_DAYS.into_iter().map(|day| days_after(due_at, day)).find(|at| *at > now)
}

/// The next try of a renewal with a new card that must wait for a limit: when the limit ends or the schedule tries, and
/// before the subscription ends.
pub fn next_try_after(due_at: Instant, now: Instant, wait_seconds: i64) -> Instant {
    let limit_ends = now.checked_add_seconds(wait_seconds).unwrap_or(now);
    let last = end(due_at).checked_add_seconds(-LAST_TRY_SECONDS).unwrap_or(now);
    let scheduled = next_try(due_at, now).unwrap_or(last);
    limit_ends.min(last).min(scheduled).max(now)
}

/// The time at which the subscription ends if a renewal that was due at `due_at` stays unpaid.
pub fn end(due_at: Instant) -> Instant {
    days_after(due_at, END_DAY)
}

fn days_after(instant: Instant, days: i64) -> Instant {
    instant.checked_add_seconds(days * DAY_SECONDS).unwrap_or(instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn automatic_tries_are_on_days_3_7_and_14() {
        let due = at("2026-04-01T00:00:00Z");
        let next = |now| next_try(due, at(now)).map(|next| next.to_string());

        assert_eq!(next("2026-04-01T00:00:05Z").as_deref(), Some("2026-04-04T00:00:00Z"));
        assert_eq!(next("2026-04-04T00:00:00Z").as_deref(), Some("2026-04-08T00:00:00Z"));
        assert_eq!(next("2026-04-08T00:00:09Z").as_deref(), Some("2026-04-15T00:00:00Z"));
        assert_eq!(next("2026-04-15T00:00:00Z"), None);
    }

    #[test]
    fn new_card_is_tried_when_the_limit_ends_and_before_the_subscription_does() {
        let due = at("2026-04-01T00:00:00Z");
        let next = |now| next_try_after(due, at(now), 3_600).to_string();

        assert_eq!(next("2026-04-01T00:10:00Z"), "2026-04-01T01:10:00Z");
        assert_eq!(next("2026-04-03T23:30:00Z"), "2026-04-04T00:00:00Z");
        assert_eq!(next("2026-04-17T12:00:00Z"), "2026-04-17T13:00:00Z");
        assert_eq!(next("2026-04-21T23:30:00Z"), "2026-04-21T23:59:00Z");
        assert_eq!(next("2026-04-21T23:59:30Z"), "2026-04-21T23:59:30Z");
    }

    #[test]
    fn unpaid_subscription_ends_on_day_21() {
        assert_eq!(end(at("2026-04-01T00:00:00Z")), at("2026-04-22T00:00:00Z"));
    }
}
