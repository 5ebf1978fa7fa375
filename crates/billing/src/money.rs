use std::fmt;

use crate::Currency;

/// An amount in one currency, in whole minor units.
///
/// ```
/// use billing::{Currency, Money};
///
/// let usd = Currency::parse("USD").expect("listed");
/// let due = Money::new(24_155, usd);
/// assert_eq!(due.decimal(), "241.55");
/// assert_eq!(due.to_string(), "USD 241.55");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// Creates an amount of `minor` minor units.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Returns the amount in minor units.
    ///
    /// ```
    /// use billing::{Currency, Money};
    ///
    /// let usd = |minor| Money::new(minor, Currency::parse("USD").expect("listed"));
    /// assert_eq!(usd(24_155).minor(), 24_155);
    /// ```
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// Returns the currency.
    ///
    /// ```
    /// use billing::{Currency, Money};
    ///
    /// let usd = |minor| Money::new(minor, Currency::parse("USD").expect("listed"));
    /// assert_eq!(usd(24_155).currency().code(), "USD");
    /// ```
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Adds two amounts. Returns `None` if the currencies differ or the sum overflows.
    ///
    /// ```
    /// use billing::{Currency, Money};
    ///
    /// let usd = |minor| Money::new(minor, Currency::parse("USD").expect("listed"));
    /// let yen = Money::new(1, Currency::parse("JPY").expect("listed"));
    /// assert_eq!(usd(40_258).checked_add(usd(8_052)), Some(usd(48_310)));
    /// assert_eq!(usd(1).checked_add(yen), None);
    /// ```
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self { minor: self.minor.checked_add(other.minor)?, currency: self.currency })
    }

    /// Subtracts `other`. Returns `None` if the currencies differ or the difference overflows.
    ///
    /// ```
    /// use billing::{Currency, Money};
    ///
    /// let usd = |minor| Money::new(minor, Currency::parse("USD").expect("listed"));
    /// assert_eq!(usd(24_155).checked_sub(usd(25_000)), Some(usd(-845)));
    /// ```
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(Self { minor: other.minor.checked_neg()?, currency: other.currency })
    }

    /// Negates the amount. Returns `None` for `i64::MIN`, which overflows.
    ///
    /// ```
    /// use billing::{Currency, Money};
    ///
    /// let usd = |minor| Money::new(minor, Currency::parse("USD").expect("listed"));
    /// assert_eq!(usd(503).checked_neg(), Some(usd(-503)));
    /// assert_eq!(usd(i64::MIN).checked_neg(), None);
    /// ```
    #[must_use]
    pub fn checked_neg(self) -> Option<Self> {
        Some(Self { minor: self.minor.checked_neg()?, currency: self.currency })
    }

    /// Formats the amount as a decimal number with all decimals of the currency and without grouping, for example as
    /// input for a number formatter.
    #[must_use]
    pub fn decimal(self) -> String {
        let digits = self.minor.unsigned_abs().to_string();
        let sign = if self.minor < 0 { "-" } else { "" };
        let decimals = usize::from(self.currency.exponent());
        if decimals == 0 {
            return format!("{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = decimals.saturating_add(1));
        let (whole, fraction) = padded.split_at(padded.len().saturating_sub(decimals));
        format!("{sign}{whole}.{fraction}")
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.decimal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(minor: i64, code: &str) -> String {
        Money::new(minor, Currency::parse(code).expect("listed")).decimal()
    }

    #[test]
    fn decimal_shows_all_decimals_of_the_currency() {
        assert_eq!(decimal(24_155, "USD"), "241.55");
        assert_eq!(decimal(5, "USD"), "0.05");
        assert_eq!(decimal(0, "USD"), "0.00");
        assert_eq!(decimal(-48_310, "USD"), "-483.10");
        assert_eq!(decimal(12_342, "JPY"), "12342");
        assert_eq!(decimal(27_842, "KWD"), "27.842");
        assert_eq!(decimal(-7, "KWD"), "-0.007");
        assert_eq!(decimal(i64::MIN, "USD"), "-92233720368547758.08");
    }

    #[test]
    fn amounts_in_different_currencies_are_not_added() {
        let usd = Money::new(1, Currency::parse("USD").expect("listed"));
        let eur = Money::new(1, Currency::parse("EUR").expect("listed"));
        assert_eq!(usd.checked_add(eur), None);
        assert_eq!(usd.checked_sub(usd).map(Money::minor), Some(0));
    }
}
