use rust_decimal::Decimal;

/// `a * b * c / of` in whole minor units, rounded half away from zero. `None` when `of` is not above zero or the result
/// does not fit.
pub(crate) fn rounded_share(a: i64, b: i64, c: i64, of: i64) -> Option<i64> {
    rounded(Decimal::from(a).checked_mul(Decimal::from(b))?.checked_mul(Decimal::from(c))?, of)
}

/// `part * units / of`, as [`rounded_share`].
pub(crate) fn rounded_part(part: i64, units: i64, of: i64) -> Option<i64> {
    rounded(Decimal::from(part).checked_mul(Decimal::from(units))?, of)
}

/// Rounds `product / of` half away from zero to whole minor units.
///
/// The products are formed first and divided once, so no rate or price per day is ever rounded. The division is one of
/// whole numbers with its remainder: what is left over decides, and no quotient is ever cut to some number of decimals,
/// which would also take twice as long.
fn rounded(product: Decimal, of: i64) -> Option<i64> {
    let of = Some(of).filter(|of| *of > 0).map(Decimal::from)?;
    let rest = product.checked_rem(of)?;
    let towards_zero = i64::try_from(product.checked_sub(rest)?.checked_div(of)?).ok()?;
    if rest.checked_add(rest)?.abs() < of {
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
    fn below_zero_a_tie_goes_away_from_zero_too() {
        assert_eq!(rounded_share(-5, 1, 1, 2), Some(-3));
        assert_eq!(rounded_share(-49, 1, 1, 100), Some(0));
        assert_eq!(rounded_share(-51, 1, 1, 100), Some(-1));
    }

    #[test]
    fn nothing_is_divided_by_zero_or_less() {
        assert_eq!(rounded_share(1, 1, 1, 0), None);
        assert_eq!(rounded_share(1, 1, 1, -1), None);
    }
}
