use billing::Instant;

/// Days after the period's end on which an unpaid renewal is retried automatically. The first try is on day 0.
const TRY_DAYS: [i64; 3] = [3, 7, 14];
/// The day after the period's end on which a subscription with an unpaid renewal ends.
const END_DAY: i64 = 21;
const DAY_SECONDS: i64 = 86_400;

/// The next automatic try after `now` of a renewal that was due at `due_at`. `None` after the last one.
pub fn next_try(due_at: Instant, now: Instant) -> Option<Instant> {
    TRY_DAYS.into_iter().map(|day| days_after(due_at, day)).find(|at| *at > now)
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
    fn an_unpaid_subscription_ends_on_day_21() {
        assert_eq!(end(at("2026-04-01T00:00:00Z")), at("2026-04-22T00:00:00Z"));
    }
}
