//! Texts of the upgrading page and of quote lines. Amounts and dates are passed as formatted text.

use billing::QuoteError;

include!(concat!(env!("OUT_DIR"), "/upgrade.rs"));

/// Why a code is not applied, and what to do.
#[must_use]
pub fn code_refused(error: QuoteError) -> &'static str {
    match error {
        QuoteError::PromoNotStarted => code_not_started(),
        QuoteError::PromoExpired => code_expired(),
        QuoteError::PromoCurrencyMismatch => code_currency_mismatch(),
        QuoteError::PromoCycleMismatch => code_cycle_mismatch(),
        QuoteError::PromoMinSessions => code_min_sessions(),
        QuoteError::PromoExhausted => code_exhausted(),
        QuoteError::PromoAlreadyUsed => code_already_used(),
        _ => code_unknown(),
    }
}

/// Why there is no amount.
#[must_use]
pub fn no_amount_because(error: QuoteError) -> &'static str {
    match error {
        QuoteError::NothingToUpgrade => no_amount_nothing_chosen(),
        QuoteError::SessionsOutOfRange => no_amount_sessions(),
        QuoteError::PeriodElapsed => no_amount_period_ended(),
        QuoteError::AmountOverflow => no_amount_too_large(),
        _ => no_amount_unknown(),
    }
}

/// The announcement of an amount for screen readers. `difference` is the absolute difference from the previous amount
/// and whether the amount rose.
#[must_use]
pub fn amount_announcement(amount: &str, difference: Option<(&str, bool)>) -> String {
    match difference {
        None => amount_is(amount),
        Some((by, true)) => amount_is_more(amount, by),
        Some((by, false)) => amount_is_less(amount, by),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sessions;
    use platform::intl::Count;

    fn count(value: i64) -> Count {
        Count { value, written: value.to_string() }
    }

    #[test]
    fn formulas_match_the_product_wording() {
        assert_eq!(
            charge_formula(&count(3), "$156.00", &count(16), &count(31), "$241.55"),
            "3 sessions x $156.00 x 16 of 31 days = $241.55"
        );
        assert_eq!(resulting_sessions(&count(5), &count(3), &count(8)), "5 now + 3 more = 8 sessions");
    }

    #[test]
    fn count_of_one_is_singular() {
        assert_eq!(sessions(&count(1)), "1 session");
        assert_eq!(added_sessions_line(&count(1)), "1 additional session");
        assert_eq!(
            charge_formula(&count(1), "$1.00", &count(1), &count(1), "$1.00"),
            "1 session x $1.00 x 1 of 1 day = $1.00"
        );
    }
}
