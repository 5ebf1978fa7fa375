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
/// them, that pass the Luhn check. Everything but a letter is a separator. A letter ends a sequence of digits, so that
/// dates, quantities and references in a sentence stay apart.
///
/// A part of a longer sequence, for example a number followed by its expiry date, counts if it has the prefix and length
/// of a card network (every tenth number passes the Luhn check) and is between two separators, or is written without
/// separators and joined to other digits at one end.
///
/// A sequence that starts with a date from 2000 to 2099 is not a card number as a whole.
///
/// ```
/// use contract::contains_card_number;
///
/// assert!(contains_card_number("4111 1111 1111 1111, 12/30"));
/// assert!(!contains_card_number("8 sessions from 2026-03-16 to 2027-03-16"));
/// assert!(!contains_card_number("2026-03-16 – 2026-03-24"));
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
    let starts_group = |at: usize| sequence.get(at).is_none_or(|digit| digit.starts_group);
    LENGTHS.into_iter().any(|length| {
        sequence.windows(length).enumerate().any(|(start, digits)| {
            let is_whole = length == sequence.len() && !starts_with_date(sequence);
            let end = start + length;
            let edges = usize::from(starts_group(start)) + usize::from(starts_group(end));
            // A number without separators may be joined to other digits, such as its expiry date.
            let is_joined = edges == 1 && !(start + 1..end).any(starts_group);
            let is_part = (edges == 2 || is_joined) && has_network_prefix(digits);
            passes_luhn(digits) && (is_whole || is_part)
        })
    })
}

/// Whether a sequence starts with a date such as 2026-03-16, 16.03.2026 or 03/2026.
fn starts_with_date(sequence: &[Digit]) -> bool {
    let mut groups = sequence.chunk_by(|_, next| !next.starts_group);
    let [first, second, third] = [(); 3].map(|()| groups.next().unwrap_or_default());
    let is_year = |group: &[Digit]| matches!(group, [Digit { value: 2, .. }, Digit { value: 0, .. }, _, _]);
    let is_short = |group: &[Digit]| group.len() <= 2;
    is_year(first) && is_short(second)
        || is_short(first) && (is_year(second) || is_short(second) && is_year(third))
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

/// Whether a character may separate the digits of one number: every character except letters.
///
/// Only the letters of the usual scripts count, because a table of all letters is too large for the browser. Rare letters
/// are separators, and so are letters that are invisible or look like a dash, such as the Hangul fillers, the Arabic tatweel
/// and the kana prolonged sound mark.
fn is_separator(c: char) -> bool {
    !matches!(c,
        'A'..='Z' | 'a'..='z' | 'ª' | 'µ' | 'º' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{2af}'
        // Greek, Cyrillic, Armenian, Hebrew, Arabic
        | '\u{38e}'..='\u{3a1}' | '\u{3a3}'..='\u{3f5}' | '\u{3f7}'..='\u{481}' | '\u{48a}'..='\u{52f}'
        | '\u{531}'..='\u{556}' | '\u{560}'..='\u{588}' | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{63f}' | '\u{641}'..='\u{64a}' | '\u{671}'..='\u{6d3}'
        // Devanagari, Thai, Vietnamese
        | '\u{904}'..='\u{939}' | '\u{e01}'..='\u{e30}' | '\u{1e00}'..='\u{1f15}'
        // Kana, Han, Hangul, full-width Latin, half-width kana
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff21}'..='\u{ff3a}'
        | '\u{ff41}'..='\u{ff5a}' | '\u{ff66}'..='\u{ff6f}' | '\u{ff71}'..='\u{ff9d}')
}

#[cfg(test)]
mod tests {
    use icu_properties::{CodePointMapData, props::GeneralCategory};

    use super::*;

    #[test]
    fn every_character_except_letters_is_a_separator() {
        let categories = CodePointMapData::<GeneralCategory>::new();
        for c in ('\0'..=char::MAX).filter(|c| decimal_digit(*c).is_none()) {
            let is_letter = matches!(
                categories.get(c),
                GeneralCategory::UppercaseLetter
                    | GeneralCategory::LowercaseLetter
                    | GeneralCategory::TitlecaseLetter
                    | GeneralCategory::ModifierLetter
                    | GeneralCategory::OtherLetter
            );
            assert!(is_letter || is_separator(c), "U+{:04X}", u32::from(c));
        }
        for c in ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}', 'ー', '\u{ff70}', '\u{640}'] {
            assert!(is_separator(c), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn letters_of_the_usual_languages_are_not_separators() {
        for c in "AzßÉøőđơƯẾựΩяЖאشیतกあんアンｱ日曜한글Ａｚ".chars() {
            assert!(!is_separator(c), "{c}");
        }
    }

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
            "4111־1111֊1111˗1111",
            "4111\u{1680}1111\u{1806}1111\u{180b}1111",
            "4111\u{f0b}1111\u{115f}1111\u{3164}1111",
            "4111ー1111ｰ1111ـ1111",
            // A part of each looks like a date.
            "4111-11/11/2012-1119",
            "4111 11/11 1111 1111",
            "4111 2011-11-11 1110",
            "4111-1111-1119-2020-03-16",
            "4111 1111 1119 2020/03/16",
            "2026-03-16 4111 1111 1111 1111 2026-03-24",
            "2026-03-16-4111111111111111",
            "12/2030 4111111111111111 03/2026",
            "41/11/11/11/11/11/11/11",
            "41-11-11-11-11-11-11-11 12:30",
        ] {
            assert!(contains_card_number(spelling), "{spelling}");
        }
    }

    #[test]
    fn ordinary_text_is_not_a_card_number() {
        for text in [
            "",
            "8 sessions from 2026-03-16 to 2027-03-16",
            "2026-03-16 – 2026-03-24",
            "2026-03-16/2026-03-24",
            "2026/03/16~2026/03/24",
            "2026. 3. 16. – 2026. 3. 22.",
            "2026-03-16 09:30",
            "16.03.2026 – 24.03.2026",
            "03/16/2026 - 03/24/2026",
            "09/2026 - 11/2026",
            "2026-09 - 2026-11",
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
