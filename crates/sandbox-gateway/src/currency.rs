//! Stripe's rules for amounts and currencies. Source: Stripe's documentation of supported currencies, November 2026.

/// The largest amount of most currencies, in Stripe's units.
const MAX_AMOUNT: i64 = 99_999_999;
const MAX_AMOUNT_IDR: i64 = 999_999_999_999;

const SUPPORTED: &str = "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn \
    bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg \
    huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur \
    mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd \
    shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw";
const ZERO_DECIMAL: &str = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf";
const THREE_DECIMAL: &str = "bhd jod kwd omr tnd";
/// Currencies without a minor unit that Stripe counts in hundredths.
const WHOLE_UNITS: &str = "isk ugx";
/// The smallest amounts, in Stripe's units. Other currencies have no limit of their own in the sandbox.
const MINIMUMS: [(&str, i64); 24] = [
    ("usd", 50),
    ("aed", 200),
    ("aud", 50),
    ("bgn", 100),
    ("brl", 50),
    ("cad", 50),
    ("chf", 50),
    ("czk", 1_500),
    ("dkk", 250),
    ("eur", 50),
    ("gbp", 30),
    ("hkd", 400),
    ("huf", 17_500),
    ("inr", 50),
    ("jpy", 50),
    ("mxn", 1_000),
    ("myr", 200),
    ("nok", 300),
    ("nzd", 50),
    ("pln", 200),
    ("ron", 200),
    ("sek", 300),
    ("sgd", 50),
    ("thb", 1_000),
];

fn is_in(list: &str, currency: &str) -> bool {
    list.split_ascii_whitespace().any(|code| code == currency)
}

/// Whether Stripe charges in this currency, a lower-case code.
pub fn is_supported(currency: &str) -> bool {
    is_in(SUPPORTED, currency)
}

/// The largest amount of a currency.
pub fn maximum(currency: &str) -> i64 {
    if currency == "idr" { MAX_AMOUNT_IDR } else { MAX_AMOUNT }
}

/// The smallest amount of a currency.
pub fn minimum(currency: &str) -> i64 {
    MINIMUMS.iter().find(|(code, _)| *code == currency).map_or(1, |(_, minimum)| *minimum)
}

/// Amounts of the currency are multiples of this step.
pub fn step(currency: &str) -> i64 {
    if is_in(THREE_DECIMAL, currency) {
        10
    } else if is_in(WHOLE_UNITS, currency) {
        100
    } else {
        1
    }
}

/// An amount with its currency, as the pages show it: `1,234.50 USD`.
pub fn display(amount: i64, currency: &str) -> String {
    let decimals = if is_in(ZERO_DECIMAL, currency) {
        0
    } else if is_in(THREE_DECIMAL, currency) {
        3
    } else {
        2
    };
    let digits = format!("{amount:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let mut grouped = String::new();
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if decimals > 0 {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    format!("{grouped} {}", currency.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        assert_eq!(display(123_456_789, "usd"), "1,234,567.89 USD");
        assert_eq!(display(5, "usd"), "0.05 USD");
        assert_eq!(display(1_000, "jpy"), "1,000 JPY");
        assert_eq!(display(12_340, "kwd"), "12.340 KWD");
    }

    #[test]
    fn three_decimal_currencies_have_a_step_of_ten() {
        assert_eq!((step("kwd"), step("isk"), step("usd"), step("jpy")), (10, 100, 1, 1));
        assert!(is_supported("vnd") && !is_supported("irr") && !is_supported("USD"));
    }
}
