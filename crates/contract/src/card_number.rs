//! Recognizes payment card numbers in free text, where they must not be stored.

use std::ops::RangeInclusive;

use crate::decimal_digit;

/// Digits of a card number (ISO/IEC 7812).
const LENGTHS: RangeInclusive<usize> = 12..=19;

struct Digit {
    value: u32,
    /// Whether a separator, or nothing, precedes it.
    starts_group: bool,
}

/// Whether a text contains what looks like a card number: 12 to 19 Unicode decimal digits, with any separators between
/// them, that pass the Luhn check. A letter ends a sequence of digits, so that dates, quantities and references in a
/// sentence stay apart.
///
/// A part of a longer sequence, for example a number followed by its expiry date, counts if it begins or ends at a
/// separator and has the prefix and length of a card network: every tenth number passes the Luhn check.
///
/// ```
/// use contract::contains_card_number;
///
/// assert!(contains_card_number("4111 1111 1111 1111, 12/30"));
/// assert!(!contains_card_number("8 sessions from 2026-03-16 to 2027-03-16"));
/// ```
#[must_use]
pub fn contains_card_number(text: &str) -> bool {
    let mut sequence = Vec::new();
    let mut starts_group = true;
    for c in text.chars() {
        if let Some((value, _)) = decimal_digit(c) {
            sequence.push(Digit { value, starts_group });
            starts_group = false;
        } else {
            starts_group = true;
            if !is_separator(c) {
                if is_or_contains_number(&sequence) {
                    return true;
                }
                sequence.clear();
            }
        }
    }
    is_or_contains_number(&sequence)
}

fn is_or_contains_number(sequence: &[Digit]) -> bool {
    LENGTHS.into_iter().any(|length| {
        sequence.windows(length).enumerate().any(|(start, digits)| {
            let starts_group = |at: usize| sequence.get(at).is_none_or(|digit| digit.starts_group);
            let is_whole = length == sequence.len();
            let is_plausible =
                || (starts_group(start) || starts_group(start + length)) && has_network_prefix(digits);
            passes_luhn(digits) && (is_whole || is_plausible())
        })
    })
}

fn passes_luhn(digits: &[Digit]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .zip([1, 2].into_iter().cycle())
        .map(|(digit, weight)| digit.value * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    sum.is_multiple_of(10)
}

/// Whether a card network issues numbers with these first two digits in this length.
fn has_network_prefix(digits: &[Digit]) -> bool {
    let [first, second, ..] = digits else { return false };
    let length = digits.len();
    match first.value * 10 + second.value {
        // Visa
        40..=49 => matches!(length, 13 | 16 | 19),
        // American Express
        34 | 37 => length == 15,
        // Diners Club, Hipercard
        30 | 36 | 38 | 39 => length >= 14,
        // Mastercard
        51..=55 => length == 16,
        // Mir, Mastercard, JCB, RuPay, Troy
        22..=27 | 35 | 81 | 82 | 97 => length >= 16,
        // Maestro, Discover, UnionPay, RuPay
        50 | 56..=69 => true,
        _ => false,
    }
}

/// Whether a character may stand between the digits of one number: white space, punctuation, symbols, marks and
/// invisible characters, but not letters. Ranges, because a table of all letters is too large for the browser.
fn is_separator(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => !c.is_ascii_alphabetic(),
        '\u{80}'..='\u{bf}' => !matches!(c, 'ª' | 'µ' | 'º'),
        '×' | '÷' | '\u{300}'..='\u{36f}' => true,
        // Arabic punctuation and separators
        '\u{600}'..='\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}' => true,
        '\u{180e}' | '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20ff}' | '\u{2190}'..='\u{2bff}' => true,
        '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' => true,
        '\u{30fb}' | '\u{fe00}'..='\u{fe6f}' | '\u{feff}' => true,
        // Full-width and half-width punctuation
        '\u{ff01}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}' => true,
        '\u{ffe0}'..='\u{ffff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_are_found_in_every_spelling() {
        for spelling in [
            "4111111111111111",
            "4111 1111 1111 1111",
            "4111-1111-1111-1111",
            "4111.1111.1111.1111",
            "4111/1111/1111/1111",
            "4111_1111_1111_1111",
            "4111\u{a0}1111\u{a0}1111\u{a0}1111",
            "4111\u{202f}1111\u{2009}1111\u{3000}1111",
            "4111\u{200b}1111\u{2060}1111\u{ad}1111",
            "4111 – 1111 — 1111 ‑ 1111",
            "4111\n1111\r\n1111\t1111",
            "4, 1; 1: 1 | 1 * 1 + 1 = 1 (1) [1] {1} <1> 1 & 1 ~ 1 \\ 1",
            "４１１１１１１１１１１１１１１１",
            "٤١١١ ١١١١ ١١١١ ١١١١",
            "४१११ １１１１ 1111 ۱۱۱۱",
            "𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏",
            "4111·1111•1111・1111",
            "4111111111111111 12/30 123",
            "4111 1111 1111 1111 12/30 123",
            "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 3 0",
            "41111111111111111230123",
            "12/30 4111111111111111",
            "3, 4111111111111111",
            "card:4111111111111111, thanks",
            "カードは4111111111111111です",
            "378282246310005 09/29 1234",
            "3782 822463 10005",
            "5555 5555 5555 4444",
            "6011 1111 1111 1117",
            "501800000009",
            "4222222222222",
            "6304 0000 0000 0000 000",
        ] {
            assert!(contains_card_number(spelling), "{spelling}");
        }
    }

    #[test]
    fn ordinary_text_is_not_taken_for_a_card_number() {
        for text in [
            "",
            "8 sessions from 2026-03-16 to 2027-03-16",
            "2026年3月16日から2026年4月16日まで、8セッション",
            "Call +49 30 12345678 or 0171 2345678.",
            "3 x $156.00 x 16 of 31 days = $241.55",
            "Cost centre 4711-0815, order 4111 1111 1111",
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
            "4111 1111 1111 1112",
            "4242 4242 4242 4243",
            "q_41b1f11c1d1e1f1a1b1c1d1e1f1a1b1c",
            "buyer.2026@example.com",
            "LEAP15",
            "⁴¹¹¹¹¹¹¹¹¹¹¹¹¹¹¹",
        ] {
            assert!(!contains_card_number(text), "{text}");
        }
    }
}
