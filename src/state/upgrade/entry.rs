//! What a person may type into the sessions field.

/// Why a typed number of sessions cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryProblem {
    /// Nothing typed.
    Empty,
    /// Not a whole number in digits.
    NotWhole,
    /// A whole number outside of what the plan allows.
    OutOfRange,
}

/// Reads a typed or pasted number of additional sessions, 0 to `most`.
///
/// White space and correctly placed thousands separators are dropped and full-width digits are read, because that is
/// what spreadsheets and input methods paste. Signs, fractions and exponents are refused rather than guessed at.
///
/// # Errors
/// The [`EntryProblem`] to show beside the field.
pub fn parse_sessions(typed: &str, most: i64) -> Result<i64, EntryProblem> {
    let compact: String = typed.chars().filter(|c| !c.is_whitespace()).map(ascii_digit).collect();
    if compact.is_empty() {
        return Err(EntryProblem::Empty);
    }
    let digits = without_separators(&compact).ok_or(EntryProblem::NotWhole)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(EntryProblem::NotWhole);
    }
    // Digits that do not fit are a number, only too large.
    digits.parse().ok().filter(|sessions| *sessions <= most).ok_or(EntryProblem::OutOfRange)
}

fn ascii_digit(c: char) -> char {
    const FULL_WIDTH_ZERO: u32 = 0xFF10;
    (c as u32)
        .checked_sub(FULL_WIDTH_ZERO)
        .filter(|digit| *digit < 10)
        .and_then(|digit| char::from_digit(digit, 10))
        .unwrap_or(c)
}

/// Drops commas or apostrophes when each separates exactly three digits.
fn without_separators(text: &str) -> Option<String> {
    let Some(separator) = [',', '\'', '’'].into_iter().find(|separator| text.contains(*separator)) else {
        return Some(text.to_owned());
    };
    let mut groups = text.split(separator);
    let first_is_short = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    (first_is_short && groups.all(|group| group.len() == 3)).then(|| text.split(separator).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spreadsheets_and_input_methods_paste_is_read() {
        for (typed, sessions) in [
            ("3", 3),
            (" 3 ", 3),
            ("1 000", 1_000),
            ("1\u{a0}000", 1_000),
            ("1,000", 1_000),
            ("1’000", 1_000),
        ] {
            assert_eq!(parse_sessions(typed, 9_995), Ok(sessions), "{typed}");
        }
        assert_eq!(parse_sessions("１２", 9_995), Ok(12));
        assert_eq!(parse_sessions("007", 9_995), Ok(7));
    }

    #[test]
    fn what_is_no_whole_number_is_never_guessed_at() {
        for typed in ["12.5", "-3", "+3", "1e3", "three", "1,00", "1,0000", ",100", "0x10", "3٣", "½"] {
            assert_eq!(parse_sessions(typed, 9_995), Err(EntryProblem::NotWhole), "{typed}");
        }
        assert_eq!(parse_sessions("", 9_995), Err(EntryProblem::Empty));
        assert_eq!(parse_sessions(" \t", 9_995), Err(EntryProblem::Empty));
    }

    #[test]
    fn more_than_the_plan_allows_is_named_as_that() {
        assert_eq!(parse_sessions("9995", 9_995), Ok(9_995));
        assert_eq!(parse_sessions("9996", 9_995), Err(EntryProblem::OutOfRange));
        assert_eq!(parse_sessions("99999999999999999999", 9_995), Err(EntryProblem::OutOfRange));
    }
}
