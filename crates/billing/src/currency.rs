use std::fmt;

/// ISO 4217 codes as of 2026 without decimals: three bytes each, in ascending order for the binary search.
const WITHOUT_DECIMALS: &[u8] = b"BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXVNDVUVXAFXOFXPF";
const WITH_TWO_DECIMALS: &[u8] = b"AEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBMDBNDBOBBRLBSDBTNBWPBYNBZDCADCDFCHFCNYCOPCRC\
CUPCVECZKDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGTQGYDHKDHNLHTGHUFIDRILSINRIRRJMDKESKGSKHRKPWKYDKZTLAKLBPLKRLRDLSL\
MADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMYRMZNNADNGNNIONOKNPRNZDPABPENPGKPHPPKRPLNQARRONRSDRUBSARSBDSCRSDGSEKSGDSHPSLESOS\
SRDSSPSTNSVCSYPSZLTHBTJSTMTTOPTRYTTDTWDTZSUAHUSDUYUUZSVEDVESWSTXCDXCGYERZARZMWZWG";
const WITH_THREE_DECIMALS: &[u8] = b"BHDIQDJODKWDLYDOMRTND";

/// An ISO 4217 currency with its number of decimals. Codes outside the list are rejected, because the number of
/// decimals is never guessed.
///
/// ```
/// use billing::Currency;
///
/// assert_eq!(Currency::parse("JPY").map(Currency::exponent), Some(0));
/// assert_eq!(Currency::parse("usd"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency {
    code: [u8; 3],
    exponent: u8,
}

impl Currency {
    /// Parses an upper-case three-letter code. Returns `None` if the code is not listed.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        [(WITH_TWO_DECIMALS, 2), (WITHOUT_DECIMALS, 0), (WITH_THREE_DECIMALS, 3)]
            .into_iter()
            .find(|(codes, _)| codes.as_chunks::<3>().0.binary_search(&code).is_ok())
            .map(|(_, exponent)| Self { code, exponent })
    }

    /// Returns the three-letter code.
    ///
    /// ```
    /// use billing::Currency;
    ///
    /// assert_eq!(Currency::parse("KWD").expect("listed").code(), "KWD");
    /// ```
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// Returns the number of decimals of the minor unit: 0, 2 or 3.
    #[must_use]
    pub const fn exponent(self) -> u8 {
        self.exponent
    }

    /// Returns the payment provider's minimum charge in minor units. The next invoice carries smaller amounts.
    ///
    /// ```
    /// use billing::Currency;
    ///
    /// assert_eq!(Currency::parse("USD").map(Currency::min_charge_minor), Some(50));
    /// assert_eq!(Currency::parse("SEK").map(Currency::min_charge_minor), Some(1));
    /// ```
    #[must_use]
    pub const fn min_charge_minor(self) -> i64 {
        match &self.code {
            b"USD" | b"EUR" | b"JPY" => 50,
            b"GBP" => 30,
            b"KRW" => 100,
            b"VND" => 10_000,
            b"KWD" => 150,
            b"BHD" => 200,
            b"TND" => 1_500,
            _ => 1,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_list_the_codes_of_2026() {
        let sizes = [WITHOUT_DECIMALS, WITH_TWO_DECIMALS, WITH_THREE_DECIMALS].map(|codes| {
            let (codes, rest) = codes.as_chunks::<3>();
            assert!(rest.is_empty());
            assert!(codes.is_sorted_by(|a, b| a < b));
            codes.len()
        });
        assert_eq!(sizes, [16, 132, 7]);
    }

    #[test]
    fn every_listed_code_has_its_decimals() {
        for (codes, exponent) in [(WITHOUT_DECIMALS, 0), (WITH_TWO_DECIMALS, 2), (WITH_THREE_DECIMALS, 3)] {
            for code in codes.as_chunks::<3>().0 {
                let code = std::str::from_utf8(code).expect("ASCII");
                let currency = Currency::parse(code).expect("a listed code");
                assert_eq!((currency.code(), currency.exponent()), (code, exponent));
            }
        }
    }

    /// The codes of `iso_currency` that are not listed.
    const WITHDRAWN: [&str; 5] = ["BGN", "CUC", "HRK", "SLL", "ZWL"];
    const NOT_FOR_PAYMENTS: [&str; 10] =
        ["BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "XAD"];

    #[test]
    fn listed_codes_and_decimals_are_those_of_iso_currency() {
        use iso_currency::{Currency as IsoCurrency, IntoEnumIterator};

        for iso in IsoCurrency::iter() {
            let code = iso.code();
            let listed = !WITHDRAWN.contains(&code) && !NOT_FOR_PAYMENTS.contains(&code);
            let exponent = Currency::parse(code).map(|currency| u16::from(currency.exponent()));
            assert_eq!(exponent, iso.exponent().filter(|_| listed), "{code}");
        }
        for codes in [WITHOUT_DECIMALS, WITH_TWO_DECIMALS, WITH_THREE_DECIMALS] {
            for code in codes.as_chunks::<3>().0 {
                let code = std::str::from_utf8(code).expect("ASCII");
                assert!(IsoCurrency::from_code(code).is_some(), "{code}");
            }
        }
    }

    #[test]
    fn codes_that_span_two_entries_are_unknown() {
        for code in ["EDA", "IFC", "HDI", "USX", "XXX", "", "US", "USDD", "usd", "€"] {
            assert_eq!(Currency::parse(code), None, "{code}");
        }
    }
}
