use std::fmt;

/// ISO 4217 codes as of 2026, three bytes each in ascending order, by their number of decimals.
const WITHOUT_DECIMALS: &[u8] = b"BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXVNDVUVXAFXOFXPF";
const WITH_TWO_DECIMALS: &[u8] = b"AEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBMDBNDBOBBRLBSDBTNBWPBYNBZDCADCDFCHFCNYCOPCRC\
CUPCVECZKDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGTQGYDHKDHNLHTGHUFIDRILSINRIRRJMDKESKGSKHRKPWKYDKZTLAKLBPLKRLRDLSL\
MADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMYRMZNNADNGNNIONOKNPRNZDPABPENPGKPHPPKRPLNQARRONRSDRUBSARSBDSCRSDGSEKSGDSHPSLESOS\
SRDSSPSTNSVCSYPSZLTHBTJSTMTTOPTRYTTDTWDTZSUAHUSDUYUUZSVEDVESWSTXCDXCGYERZARZMWZWG";
const WITH_THREE_DECIMALS: &[u8] = b"BHDIQDJODKWDLYDOMRTND";

/// A currency of ISO 4217 with its number of decimals. A code outside the list is no currency; two decimals are
/// never assumed.
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
    /// The currency of an upper-case three-letter code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        [(WITH_TWO_DECIMALS, 2), (WITHOUT_DECIMALS, 0), (WITH_THREE_DECIMALS, 3)]
            .into_iter()
            .find(|(codes, _)| codes.as_chunks::<3>().0.binary_search(&code).is_ok())
            .map(|(_, exponent)| Self { code, exponent })
    }

    /// The three-letter code.
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

    /// Decimals of the minor unit: 0, 2 or 3.
    #[must_use]
    pub const fn exponent(self) -> u8 {
        self.exponent
    }

    /// The smallest amount, in minor units, that the payment provider charges. Less is carried to the next invoice.
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
    fn the_tables_are_ascending_and_hold_the_codes_of_2026() {
        let sizes = [WITHOUT_DECIMALS, WITH_TWO_DECIMALS, WITH_THREE_DECIMALS].map(|codes| {
            let (codes, rest) = codes.as_chunks::<3>();
            assert!(rest.is_empty());
            assert!(codes.is_sorted_by(|a, b| a < b));
            codes.len()
        });
        assert_eq!(sizes, [16, 132, 7]);
    }

    #[test]
    fn every_listed_code_is_found_with_its_decimals() {
        for (codes, exponent) in [(WITHOUT_DECIMALS, 0), (WITH_TWO_DECIMALS, 2), (WITH_THREE_DECIMALS, 3)] {
            for code in codes.as_chunks::<3>().0 {
                let code = std::str::from_utf8(code).expect("ASCII");
                let currency = Currency::parse(code).expect("a listed code");
                assert_eq!((currency.code(), currency.exponent()), (code, exponent));
            }
        }
    }

    #[test]
    fn a_code_that_straddles_two_entries_is_unknown() {
        for code in ["EDA", "IFC", "HDI", "USX", "XXX", "", "US", "USDD", "usd", "€"] {
            assert_eq!(Currency::parse(code), None, "{code}");
        }
    }
}
