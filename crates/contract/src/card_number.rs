//! Recognizes payment card numbers in free text, where they must not be stored.

use std::ops::RangeInclusive;

use crate::decimal_digit;

/// Digits of a card number (ISO/IEC 7812).
const LENGTHS: RangeInclusive<usize> = 12..=19;

/// A digit and the gap before it.
struct Digit {
    value: u32,
    /// The separator before it: `None` if a digit precedes it, [`OTHER`] for several or unusual characters.
    gap: Option<char>,
}

/// A gap that does not occur inside a date or a time.
const OTHER: char = ' ';

/// Whether a text contains what looks like a card number: 12 to 19 Unicode decimal digits, with any separators between
/// them, that pass the Luhn check. Everything but a letter is a separator. A letter ends a sequence of digits, so that
/// quantities and references in a sentence stay apart.
///
/// A part of a longer sequence, for example a number followed by its expiry date, counts if it begins or ends at a
/// separator and has the prefix and length of a card network: every tenth number passes the Luhn check.
///
/// Dates from 2000 to 2099 and times are not a part of other numbers:
///
/// - A sequence of dates that start with their year, with up to two times after each, is never a card number.
/// - In every other sequence, the digits of dates and times count only with the prefix and length of a card network, and
///   only if no date is cut in two, or if both ends are at separators. So a number is found although a part of it looks
///   like a date. A range such as `24.03.2026 - 30.04.2026` is refused if it happens to be a valid number.
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
    let mut gap = Some(OTHER);
    for c in text.chars() {
        if let Some((value, _)) = decimal_digit(c) {
            sequence.push(Digit { value, gap });
            gap = None;
        } else if is_separator(c) {
            gap = Some(match (gap, c) {
                (None, '-' | '\u{2010}' | '\u{2011}') => '-',
                (None, '/' | '.' | ':') => c,
                (Some('.'), ' ' | '\u{a0}') => '.',
                _ => OTHER,
            });
        } else {
            if is_or_contains_number(&sequence) {
                return true;
            }
            sequence.clear();
            gap = Some(OTHER);
        }
    }
    is_or_contains_number(&sequence)
}

fn is_or_contains_number(sequence: &[Digit]) -> bool {
    let dates = Dates::find(sequence);
    if dates.are_all_of(sequence) {
        return false;
    }
    LENGTHS.into_iter().any(|length| {
        sequence.windows(length).enumerate().any(|(start, digits)| {
            let end = start + length;
            let is_edge = |at: usize| sequence.get(at).is_none_or(|digit| digit.gap.is_some());
            let is_plausible = || match (is_edge(start), is_edge(end)) {
                (true, true) => true,
                (false, false) => false,
                _ => !dates.cut_at(start) && !dates.cut_at(end),
            };
            passes_luhn(digits)
                && (dates.leave(start, end, sequence.len()) || is_plausible() && has_network_prefix(digits))
        })
    })
}

/// The dates and times of a sequence: the first digit of each and the one after it.
struct Dates {
    found: Vec<(usize, usize)>,
    /// Whether each starts with its year, or is one of two times after one that does.
    start_with_year: bool,
}

impl Dates {
    fn find(sequence: &[Digit]) -> Self {
        let edges =
            (0..=sequence.len()).filter(|at| sequence.get(*at).is_none_or(|digit| digit.gap.is_some()));
        let edges: Vec<usize> = edges.collect();
        let mut dates = Self { found: Vec::new(), start_with_year: true };
        let (mut group, mut times) = (0, 0);
        while let Some(rest) = edges.get(group..).filter(|rest| rest.len() > 1) {
            // The longest first: 2026-03-16 begins like 2026-03.
            let kind = (1..=3).rev().find_map(|groups| {
                let edges = rest.get(..=groups)?;
                Some((kind_of(sequence, edges)?, groups, edges[0], edges[groups]))
            });
            group += 1;
            if let Some((kind, groups, start, end)) = kind {
                times = if kind == Kind::Time { times + 1 } else { 0 };
                dates.start_with_year &= match kind {
                    Kind::YearFirst => true,
                    Kind::YearLast => false,
                    // More times would have room for a number.
                    Kind::Time => start > 0 && times <= 2,
                };
                dates.found.push((start, end));
                group += groups - 1;
            }
        }
        dates
    }

    /// Whether a sequence consists of dates that start with their year, and of times after them.
    fn are_all_of(&self, sequence: &[Digit]) -> bool {
        let length: usize = self.found.iter().map(|(start, end)| end - start).sum();
        self.start_with_year && length == sequence.len()
    }

    fn cut_at(&self, at: usize) -> bool {
        self.found.iter().any(|(start, end)| (start + 1..*end).contains(&at))
    }

    /// Whether a part of a sequence is all that is before, between or after two dates.
    fn leave(&self, start: usize, end: usize, length: usize) -> bool {
        let begins = start == 0 || self.found.iter().any(|date| date.1 == start);
        let ends = end == length || self.found.iter().any(|date| date.0 == end);
        begins && ends && !self.found.iter().any(|date| start < date.1 && date.0 < end)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    YearFirst,
    YearLast,
    Time,
}

/// What a few groups of digits are, given where each of them starts and where the last one ends.
fn kind_of(sequence: &[Digit], edges: &[usize]) -> Option<Kind> {
    let number = |from: usize, to: usize| {
        sequence.get(from..to).unwrap_or_default().iter().fold(0, |number, digit| number * 10 + digit.value)
    };
    let is_year = |year: u32| (2_000..2_100).contains(&year);
    let (is_month, is_day) = (|month: u32| (1..=12).contains(&month), |day: u32| (1..=31).contains(&day));
    let group = |at: usize| {
        let (from, to) = (edges[at], edges[at + 1]);
        // A longer number is not a part of a date, and could be too large.
        (to - from <= 4).then(|| (to - from, number(from, to)))
    };
    let gap = |at: usize| sequence.get(edges[at])?.gap;
    if let [from, to] = *edges {
        let is_date = to - from == 8
            && is_year(number(from, from + 4))
            && is_month(number(from + 4, from + 6))
            && is_day(number(from + 6, to));
        return is_date.then_some(Kind::YearFirst);
    }
    let separator = gap(1).filter(|separator| *separator != OTHER)?;
    let third = if edges.len() == 4 { Some(group(2).filter(|_| gap(2) == Some(separator))?) } else { None };
    let short = |length: usize| length <= 2;
    match (separator, group(0)?, group(1)?, third) {
        (':', (2, hour), (2, minute), third) => {
            let is_second = third.is_none_or(|(length, second)| length == 2 && second < 60);
            (hour < 24 && minute < 60 && is_second).then_some(Kind::Time)
        }
        (':', ..) => None,
        (_, (4, year), (month_length, month), third) => {
            let is_last = third.is_none_or(|(length, day)| short(length) && is_day(day));
            (is_year(year) && short(month_length) && is_month(month) && is_last).then_some(Kind::YearFirst)
        }
        (_, (length, month), (4, year), None) => {
            (short(length) && is_month(month) && is_year(year)).then_some(Kind::YearLast)
        }
        (_, (first_length, first), (second_length, second), Some((last_length, year))) => {
            let is_day_and_month = is_day(first) && is_month(second) || is_month(first) && is_day(second);
            let is_last = last_length == 4 && is_year(year) || last_length == 2;
            (short(first_length) && short(second_length) && is_day_and_month && is_last)
                .then_some(Kind::YearLast)
        }
        _ => None,
    }
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

/// Whether a character may stand between the digits of one number: everything but letters.
///
/// The letters of the usual scripts, because a table of all letters is too large for the browser. Rare letters are
/// separators, and so are letters that are invisible or look like a dash, such as the Hangul fillers, the Arabic tatweel
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
    fn every_character_but_letters_is_a_separator() {
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
    fn letters_of_the_usual_languages_are_no_separators() {
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
            "2026-03-16 9999 9999 9999 9995",
        ] {
            assert!(contains_card_number(spelling), "{spelling}");
        }
    }

    #[test]
    fn ordinary_text_is_not_taken_for_a_card_number() {
        for text in [
            "",
            "8 sessions from 2026-03-16 to 2027-03-16",
            "2026-03-16 – 2026-03-24",
            "2026-03-16/2026-03-24",
            "2026/03/16~2026/03/24",
            "2026. 3. 16. – 2026. 3. 22.",
            "20260316-20260324",
            "2026-03-16 09:30",
            "1) 2026-03-16 – 2026-03-24; 2) 2026-03-16 – 2026-03-24",
            "16.03.2026 – 24.03.2026",
            "03/16/2026 - 03/24/2026",
            "16.03.26 – 22.03.26",
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
