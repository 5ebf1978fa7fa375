use rust_decimal::Decimal;

/// Returns `a * b * c / of` in whole minor units, rounded half away from zero. Returns `None` if `of` is not positive
/// or the result overflows.
pub(crate) fn rounded_share(a: i64, b: i64, c: i64, of: i64) -> Option<i64> {
    rounded(Decimal::from(a).checked_mul(Decimal::from(b))?.checked_mul(Decimal::from(c))?, of)
}

/// Returns `part * units / of`, rounded in the same way as [`rounded_share`].
pub(crate) fn rounded_part(part: i64, units: i64, of: i64) -> Option<i64> {
    rounded(Decimal::from(part).checked_mul(Decimal::from(units))?, of)
}

/// Rounds `product / of` half away from zero to whole minor units.
///
/// The product is computed first and divided once, so no rate or price per day is rounded. The remainder of the integer
/// division determines the rounding. A decimal quotient would be truncated, and its computation takes twice as long.
fn rounded(product: Decimal, of: i64) -> Option<i64> {
    let of = Some(of).filter(|of| *of > 0).map(Decimal::from)?;
    let remainder = product.checked_rem(of)?;
    let towards_zero = i64::try_from(product.checked_sub(remainder)?.checked_div(of)?).ok()?;
    if remainder.checked_add(remainder)?.abs() < of {
        Some(towards_zero)
    } else if product > Decimal::ZERO {
        towards_zero.checked_add(1)
    } else {
        towards_zero.checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_round_away_from_zero() {
        assert_eq!(rounded_share(1, 1, 1, 2), Some(1));
        assert_eq!(rounded_share(5, 1, 1, 2), Some(3));
    }

    #[test]
    fn values_just_below_a_tie_round_down() {
        assert_eq!(rounded_share(49_999_999, 1, 1, 100_000_000), Some(0));
    }

    #[test]
    fn largest_products_within_the_limits_are_exact() {
        // The share is 1, so the result is the full price: 10^4 sessions x 10^10 minor units.
        assert_eq!(rounded_share(10_000, 10_000_000_000, 31_622_400, 31_622_400), Some(100_000_000_000_000));
        assert_eq!(
            rounded_share(1_000_000_000_000_000, 1, 31_622_399, 31_622_400),
            Some(999_999_968_376_847)
        );
    }

    #[test]
    fn negative_ties_round_away_from_zero() {
        assert_eq!(rounded_share(-5, 1, 1, 2), Some(-3));
        assert_eq!(rounded_share(-49, 1, 1, 100), Some(0));
        assert_eq!(rounded_share(-51, 1, 1, 100), Some(-1));
    }

    #[test]
    fn divisors_that_are_not_positive_are_rejected() {
        assert_eq!(rounded_share(1, 1, 1, 0), None);
        assert_eq!(rounded_share(1, 1, 1, -1), None);
    }
}
