//! The parser of the sessions field.

use contract::decimal_digit;

/// Why a typed number of sessions is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryProblem {
    /// The field is empty.
    Empty,
    /// Not a whole number in digits.
    NotWhole,
    /// A whole number outside the plan's limits.
    OutOfRange,
}

/// Parses a typed or pasted number of additional sessions, from 0 to `most`.
///
/// Accepts the decimal digits of any one script. Ignores whitespace, invisible direction marks and thousands separators
/// between groups of three digits: the locale's separator `group`, apostrophes, and commas where they are not the
/// decimal separator. Rejects signs, fractions and exponents.
pub fn parse_sessions(typed: &str, most: i64, group: char) -> Result<i64, EntryProblem> {
    let mut digits = String::new();
    let mut script = None;
    let mut separator = None;
    // Digits since the last separator.
    let mut in_group = 0_u32;
    for c in typed.chars().filter(|c| !c.is_whitespace() && !is_direction_mark(*c)) {
        if let Some((value, zero)) = decimal_digit(c) {
            // Input methods mix full-width and ASCII digits.
            let zero = if zero == '０' { '0' } else { zero };
            if *script.get_or_insert(zero) != zero {
                return Err(EntryProblem::NotWhole);
            }
            digits.extend(char::from_digit(value, 10));
            in_group = in_group.saturating_add(1);
        } else {
            let fits = if separator.is_some() { in_group == 3 } else { (1..=3).contains(&in_group) };
            if !(fits && is_group_separator(c, group) && *separator.get_or_insert(c) == c) {
                return Err(EntryProblem::NotWhole);
            }
            in_group = 0;
        }
    }
    if digits.is_empty() {
        return Err(EntryProblem::Empty);
    }
    if separator.is_some() && in_group != 3 {
        return Err(EntryProblem::NotWhole);
    }
    // Digits that overflow are a valid number that is too large.
    digits.parse().ok().filter(|sessions| *sessions <= most).ok_or(EntryProblem::OutOfRange)
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_group_separator(c: char, group: char) -> bool {
    match c {
        '\'' | '’' | '٬' => true,
        // A locale with dots as thousands separators uses commas for fractions.
        ',' | '،' | '，' => group != '.',
        _ => c == group,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str) -> Result<i64, EntryProblem> {
        parse_sessions(typed, 9_995, ',')
    }

    #[test]
    fn pasted_numbers_are_normalized() {
        for (typed, sessions) in [
            ("3", 3),
            (" 3 ", 3),
            ("1 000", 1_000),
            ("1\u{a0}000", 1_000),
            ("1\u{202f}000", 1_000),
            ("1,000", 1_000),
            ("1’000", 1_000),
            ("１２", 12),
            ("1２", 12),
            ("１，０００", 1_000),
            ("007", 7),
        ] {
            assert_eq!(parse(typed), Ok(sessions), "{typed}");
        }
    }

    #[test]
    fn decimal_digits_of_every_script_are_read() {
        for (typed, sessions) in [
            ("٣", 3),
            ("١٢", 12),
            ("١٬٠٠٠", 1_000),
            ("١،٠٠٠", 1_000),
            ("\u{200f}٣\u{61c}", 3),
            ("۴۲", 42),
            ("१२", 12),
            ("১২", 12),
            ("๑๒", 12),
            ("𝟏𝟐", 12),
        ] {
            assert_eq!(parse(typed), Ok(sessions), "{typed}");
        }
    }

    #[test]
    fn group_separator_of_the_locale_is_read() {
        for (typed, group, sessions) in [
            ("1.000", '.', Ok(1_000)),
            ("1,000", '.', Err(EntryProblem::NotWhole)),
            ("1.000", ',', Err(EntryProblem::NotWhole)),
            ("1.00", '.', Err(EntryProblem::NotWhole)),
            ("1’000", '.', Ok(1_000)),
            ("1 000", '\u{a0}', Ok(1_000)),
            ("1,000", '\u{a0}', Ok(1_000)),
        ] {
            assert_eq!(parse_sessions(typed, 9_995, group), sessions, "{typed} {group:?}");
        }
    }

    #[test]
    fn invalid_numbers_are_rejected() {
        for typed in [
            "12.5",
            "-3",
            "+3",
            "1e3",
            "three",
            "1,00",
            "1,0000",
            ",100",
            "0x10",
            "3٣",
            "½",
            "٣٫٥",
            "1,000,",
            "1000,000",
            "1,000'000",
            "²",
            "三",
            "1.000",
        ] {
            assert_eq!(parse(typed), Err(EntryProblem::NotWhole), "{typed}");
        }
        assert_eq!(parse(""), Err(EntryProblem::Empty));
        assert_eq!(parse(" \t\u{200f}"), Err(EntryProblem::Empty));
    }

    #[test]
    fn numbers_above_the_limit_have_their_own_error() {
        assert_eq!(parse("9995"), Ok(9_995));
        assert_eq!(parse("9996"), Err(EntryProblem::OutOfRange));
        assert_eq!(parse("٩٩٩٦"), Err(EntryProblem::OutOfRange));
        assert_eq!(parse("1,000,000"), Err(EntryProblem::OutOfRange));
        assert_eq!(parse("99999999999999999999"), Err(EntryProblem::OutOfRange));
    }
}
