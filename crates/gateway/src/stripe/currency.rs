//! Stripe's currency rules.
//!
//! Source: <https://docs.stripe.com/currencies>, sections "Supported presentment currencies", "Zero-decimal currencies",
//! "Three-decimal currencies", "Special cases" and "Minimum and maximum charge amounts". The copy that was read is of
//! 2024; XCG is from a list of November 2025. Compare with the page when a currency is added.

use billing::Currency;

/// The presentment currencies, in ascending order. Codes that [`Currency`] does not list, such as BGN and STD, are not
/// here.
const SUPPORTED: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BHD", "BIF", "BMD",
    "BND", "BOB", "BRL", "BSD", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CVE",
    "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GIP", "GMD", "GNF",
    "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS",
    "KHR", "KMF", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MGA", "MKD",
    "MMK", "MNT", "MOP", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD",
    "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD",
    "SCR", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SZL", "THB", "TJS", "TND", "TOP", "TRY", "TTD", "TWD",
    "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER",
    "ZAR", "ZMW",
];

/// The minimum charge by settlement currency, in minor units. The gateway converts a charge in another currency first.
const MINIMUMS: &[(&str, i64)] = &[
    ("AED", 200),
    ("AUD", 50),
    ("BRL", 50),
    ("CAD", 50),
    ("CHF", 50),
    ("CZK", 1_500),
    ("DKK", 250),
    ("EUR", 50),
    ("GBP", 30),
    ("HKD", 400),
    ("HUF", 17_500),
    ("INR", 50),
    ("JPY", 50),
    ("MXN", 1_000),
    ("MYR", 200),
    ("NOK", 300),
    ("NZD", 50),
    ("PLN", 200),
    ("RON", 200),
    ("SEK", 300),
    ("SGD", 50),
    ("THB", 1_000),
    ("USD", 50),
];

/// Eight digits.
const MAX_AMOUNT: i64 = 99_999_999;
/// Twelve digits, for IDR only.
const MAX_AMOUNT_IDR: i64 = 999_999_999_999;

/// Whether Stripe charges cards in the currency.
#[must_use]
pub fn is_supported(currency: Currency) -> bool {
    SUPPORTED.binary_search(&currency.code()).is_ok()
}

/// The step of chargeable amounts, in minor units. Stripe has no decimals for MGA, and the last digit of an amount with
/// three decimals must be 0.
#[must_use]
pub fn charge_step_minor(currency: Currency) -> i64 {
    match (currency.code(), currency.exponent()) {
        ("MGA", _) => 100,
        (_, 3) => 10,
        _ => 1,
    }
}

/// The largest chargeable amount, in minor units. 0 if the currency is not supported.
#[must_use]
pub fn max_amount_minor(currency: Currency) -> i64 {
    if !is_supported(currency) {
        return 0;
    }
    match (currency.code(), currency.exponent()) {
        ("IDR", _) => MAX_AMOUNT_IDR,
        ("ISK" | "UGX", _) => MAX_AMOUNT / 100,
        ("MGA", _) => MAX_AMOUNT * 100,
        (_, 3) => MAX_AMOUNT / 10 * 10,
        _ => MAX_AMOUNT,
    }
}

/// The minimum charge of an account that settles in `settlement`, in minor units. `None` if Stripe publishes none.
#[must_use]
pub fn min_amount_minor(settlement: Currency) -> Option<i64> {
    let index = MINIMUMS.binary_search_by_key(&settlement.code(), |(code, _)| code).ok()?;
    MINIMUMS.get(index).map(|(_, amount)| *amount)
}

/// Converts minor units to Stripe's amount. `None` if the currency is not supported, or if Stripe cannot charge exactly
/// this amount.
///
/// ```
/// use billing::Currency;
/// use gateway::stripe::currency::to_stripe;
///
/// let krona = Currency::parse("ISK").expect("listed");
/// assert_eq!(to_stripe(5, krona), Some(500));
/// ```
#[must_use]
pub fn to_stripe(amount_minor: i64, currency: Currency) -> Option<i64> {
    let chargeable = (1..=max_amount_minor(currency)).contains(&amount_minor)
        && amount_minor % charge_step_minor(currency) == 0;
    if !chargeable {
        return None;
    }
    match currency.code() {
        "ISK" | "UGX" => amount_minor.checked_mul(100),
        "MGA" => Some(amount_minor / 100),
        _ => Some(amount_minor),
    }
}

/// Converts Stripe's amount to minor units. `None` if the currency is not supported, the amount is negative, or it is
/// not a whole number of minor units.
#[must_use]
pub fn from_stripe(amount: i64, currency: Currency) -> Option<i64> {
    if amount < 0 || !is_supported(currency) {
        return None;
    }
    match currency.code() {
        "ISK" | "UGX" => (amount % 100 == 0).then_some(amount / 100),
        "MGA" => amount.checked_mul(100),
        _ => Some(amount),
    }
}

/// The currency of a code as Stripe writes it, in lower case.
pub(super) fn parse(code: &str) -> Option<Currency> {
    let is_lower = code.bytes().all(|byte| byte.is_ascii_lowercase());
    Currency::parse(&code.to_ascii_uppercase()).filter(|_| is_lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn tables_are_sorted_and_list_known_currencies() {
        assert!(SUPPORTED.is_sorted_by(|a, b| a < b));
        assert!(MINIMUMS.is_sorted_by(|a, b| a.0 < b.0));
        for code in SUPPORTED {
            assert!(Currency::parse(code).is_some(), "{code}");
        }
        for (code, _) in MINIMUMS {
            assert!(is_supported(currency(code)), "{code}");
        }
    }

    #[test]
    fn amounts_convert_in_both_directions() {
        for (code, minor, stripe) in [
            ("USD", 24_155, 24_155), // 241.55 USD
            ("JPY", 500, 500),       // no decimals in both
            ("ISK", 5, 500),         // no decimals, two at Stripe
            ("UGX", 12_000, 1_200_000),
            ("MGA", 50_000, 500),  // 500 MGA: two decimals, none at Stripe
            ("KWD", 5_120, 5_120), // 5.120 KWD
            ("IDR", 999_999_999_999, 999_999_999_999),
        ] {
            assert_eq!(to_stripe(minor, currency(code)), Some(stripe), "{code}");
            assert_eq!(from_stripe(stripe, currency(code)), Some(minor), "{code}");
        }
    }

    #[test]
    fn amounts_that_cannot_be_charged_exactly_are_refused() {
        for (code, minor) in [
            ("USD", 0),
            ("USD", -1),
            ("USD", 100_000_000), // nine digits
            ("MGA", 50_001),      // a hundredth of an ariary
            ("KWD", 5_124),       // the last digit must be 0
            ("ISK", 1_000_000),   // 100,000,000 at Stripe
            ("UGX", i64::MAX),
            ("IDR", 1_000_000_000_000),
            ("IQD", 1_000), // not supported
            ("GHS", 1_000),
        ] {
            assert_eq!(to_stripe(minor, currency(code)), None, "{minor} {code}");
        }
        for (code, stripe) in [("ISK", 550), ("UGX", 1), ("USD", -5), ("MGA", i64::MAX), ("LYD", 1_000)] {
            assert_eq!(from_stripe(stripe, currency(code)), None, "{stripe} {code}");
        }
    }

    #[test]
    fn largest_amount_of_each_currency_converts_and_the_next_step_does_not() {
        for code in SUPPORTED {
            let (max, step) = (max_amount_minor(currency(code)), charge_step_minor(currency(code)));

            assert!(to_stripe(max, currency(code)).is_some_and(|amount| amount <= MAX_AMOUNT_IDR), "{code}");
            assert_eq!(to_stripe(max + step, currency(code)), None, "{code}");
        }
        for (code, max) in
            [("USD", 99_999_999), ("ISK", 999_999), ("MGA", 9_999_999_900), ("KWD", 99_999_990), ("IQD", 0)]
        {
            assert_eq!(max_amount_minor(currency(code)), max, "{code}");
        }
    }

    #[test]
    fn steps_and_minimums_are_those_of_the_table() {
        for (code, step) in [("USD", 1), ("JPY", 1), ("ISK", 1), ("MGA", 100), ("BHD", 10), ("TND", 10)] {
            assert_eq!(charge_step_minor(currency(code)), step, "{code}");
        }
        for (code, minimum) in [("USD", Some(50)), ("GBP", Some(30)), ("HUF", Some(17_500)), ("KWD", None)] {
            assert_eq!(min_amount_minor(currency(code)), minimum, "{code}");
        }
    }

    #[test]
    fn code_is_parsed_in_lower_case_only() {
        assert_eq!(parse("usd"), Some(currency("USD")));
        for code in ["USD", "Usd", "xxx", "", "us"] {
            assert_eq!(parse(code), None, "{code}");
        }
    }
}
