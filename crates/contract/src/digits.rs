/// The zero of every Unicode script with decimal digits, in code point order. The digits 1 to 9 follow each zero.
const ZEROS: &str = "\
    \u{660}\u{6f0}\u{7c0}\u{966}\u{9e6}\u{a66}\u{ae6}\u{b66}\u{be6}\u{c66}\u{ce6}\u{d66}\u{de6}\u{e50}\u{ed0}\u{f20}\
    \u{1040}\u{1090}\u{17e0}\u{1810}\u{1946}\u{19d0}\u{1a80}\u{1a90}\u{1b50}\u{1bb0}\u{1c40}\u{1c50}\
    \u{a620}\u{a8d0}\u{a900}\u{a9d0}\u{a9f0}\u{aa50}\u{abf0}\u{ff10}\
    \u{104a0}\u{10d30}\u{10d40}\u{11066}\u{110f0}\u{11136}\u{111d0}\u{112f0}\u{11450}\u{114d0}\u{11650}\u{116c0}\
    \u{116d0}\u{116da}\u{11730}\u{118e0}\u{11950}\u{11bf0}\u{11c50}\u{11d50}\u{11da0}\u{11de0}\u{11f50}\u{16130}\
    \u{16a60}\u{16ac0}\u{16b50}\u{16d70}\u{1ccf0}\u{1d7ce}\u{1d7d8}\u{1d7e2}\u{1d7ec}\u{1d7f6}\u{1e140}\u{1e2f0}\
    \u{1e4f0}\u{1e5f1}\u{1e950}\u{1fbf0}";

/// Returns the value of a Unicode decimal digit, 0 to 9, and the zero of its script.
///
/// ```
/// assert_eq!(contract::decimal_digit('7'), Some((7, '0')));
/// assert_eq!(contract::decimal_digit('٣'), Some((3, '٠')));
/// assert_eq!(contract::decimal_digit('½'), None);
/// ```
#[must_use]
pub fn decimal_digit(c: char) -> Option<(u32, char)> {
    if c.is_ascii() {
        return c.to_digit(10).map(|value| (value, '0'));
    }
    let value_after = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    ZEROS.chars().find_map(|zero| Some((value_after(zero)?, zero)))
}

#[cfg(test)]
mod tests {
    use icu_properties::{CodePointMapData, props::GeneralCategory};

    use super::*;

    #[test]
    fn every_unicode_decimal_digit_has_its_value() {
        let categories = CodePointMapData::<GeneralCategory>::new();
        let mut expected = 0;
        for c in char::MIN..=char::MAX {
            let is_decimal = categories.get(c) == GeneralCategory::DecimalNumber;
            assert_eq!(decimal_digit(c).is_some(), is_decimal, "U+{:04X}", u32::from(c));
            if is_decimal {
                // Unicode assigns the ten digits of a script in order.
                assert_eq!(
                    decimal_digit(c).map(|(value, _)| value),
                    Some(expected),
                    "U+{:04X}",
                    u32::from(c)
                );
                expected = (expected + 1) % 10;
            }
        }
        assert_eq!(expected, 0);
    }
}
