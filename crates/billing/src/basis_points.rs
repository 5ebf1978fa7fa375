use std::fmt;

use crate::rounding::rounded_part;

/// A rate in basis points (hundredths of a percent), 0 to 10,000.
///
/// ```
/// use billing::BasisPoints;
///
/// let tax = BasisPoints::new(1_000).expect("ten per cent");
/// assert_eq!(tax.of(530_400), Some(53_040));
/// assert_eq!(tax.to_string(), "10 %");
/// assert_eq!(BasisPoints::new(10_001), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BasisPoints(i64);

impl BasisPoints {
    /// A rate of 0 %.
    ///
    /// ```
    /// use billing::BasisPoints;
    ///
    /// assert_eq!(BasisPoints::ZERO.of(24_155), Some(0));
    /// ```
    pub const ZERO: Self = Self(0);
    const WHOLE: i64 = 10_000;

    /// Creates a rate. Returns `None` if `bp` is outside 0 to 10,000.
    #[must_use]
    pub const fn new(bp: i64) -> Option<Self> {
        if bp >= 0 && bp <= Self::WHOLE { Some(Self(bp)) } else { None }
    }

    /// Returns the rate in basis points.
    ///
    /// ```
    /// use billing::BasisPoints;
    ///
    /// assert_eq!(BasisPoints::new(1_666).map(BasisPoints::get), Some(1_666));
    /// ```
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Returns this share of an amount in minor units, rounded half away from zero. Returns `None` on overflow.
    #[must_use]
    pub fn of(self, minor: i64) -> Option<i64> {
        rounded_part(minor, self.0, Self::WHOLE)
    }
}

/// Formats the rate as a percentage with up to two decimals, without trailing zeros.
impl fmt::Display for BasisPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, hundredths) = (self.0.div_euclid(100), self.0.rem_euclid(100));
        match (hundredths, hundredths.rem_euclid(10)) {
            (0, _) => write!(f, "{whole} %"),
            (_, 0) => write!(f, "{whole}.{} %", hundredths.div_euclid(10)),
            _ => write!(f, "{whole}.{hundredths:02} %"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_have_no_trailing_zeros() {
        let percentage = |bp| BasisPoints::new(bp).map(|rate| rate.to_string());
        assert_eq!(percentage(1_500).as_deref(), Some("15 %"));
        assert_eq!(percentage(1_250).as_deref(), Some("12.5 %"));
        assert_eq!(percentage(1_205).as_deref(), Some("12.05 %"));
        assert_eq!(percentage(5).as_deref(), Some("0.05 %"));
        assert_eq!(percentage(-1), None);
    }

    #[test]
    fn shares_round_half_away_from_zero() {
        let half = BasisPoints::new(5_000).expect("half");
        assert_eq!((half.of(3), half.of(-3), BasisPoints::ZERO.of(3)), (Some(2), Some(-2), Some(0)));
    }
}
