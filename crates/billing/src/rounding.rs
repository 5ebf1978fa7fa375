use rust_decimal::{Decimal, RoundingStrategy};

/// Rounds `a * b * c / of` half away from zero to whole minor units.
///
/// The products are formed first and divided once, so no rate or price per day is ever rounded. The quotient keeps
/// at least 13 decimals, and a non-tie lies at least 1.5e-8 away from a tie, so the one division is safe.
/// `None` when `of` is zero or the result does not fit.
pub(crate) fn rounded_share(a: i64, b: i64, c: i64, of: i64) -> Option<i64> {
    let exact = Decimal::from(a)
        .checked_mul(Decimal::from(b))?
        .checked_mul(Decimal::from(c))?
        .checked_div(Decimal::from(of))?;
    i64::try_from(exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_goes_away_from_zero() {
        assert_eq!(rounded_share(1, 1, 1, 2), Some(1));
        assert_eq!(rounded_share(5, 1, 1, 2), Some(3));
    }

    #[test]
    fn just_below_a_tie_goes_down() {
        assert_eq!(rounded_share(49_999_999, 1, 1, 100_000_000), Some(0));
    }

    #[test]
    fn the_largest_products_of_the_limits_are_exact() {
        // 10^4 sessions x 10^10 minor x a leap year of seconds over the same seconds is the full price
        assert_eq!(rounded_share(10_000, 10_000_000_000, 31_622_400, 31_622_400), Some(100_000_000_000_000));
        assert_eq!(
            rounded_share(1_000_000_000_000_000, 1, 31_622_399, 31_622_400),
            Some(999_999_968_376_847)
        );
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!(rounded_share(1, 1, 1, 0), None);
    }
}
