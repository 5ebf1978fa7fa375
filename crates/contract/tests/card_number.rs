//! Card numbers are found in every spelling.

#![cfg(not(target_arch = "wasm32"))]

use contract::{contains_card_number, decimal_digit};
use proptest::{prelude::*, sample::select};

/// The digits of a network's number, completed by the check digit.
fn number() -> impl Strategy<Value = Vec<u32>> {
    let networks: Vec<(&[u32], usize)> = vec![
        (&[4], 13),
        (&[4], 16),
        (&[4], 19),
        (&[3, 4], 15),
        (&[3, 7], 15),
        (&[5, 1], 16),
        (&[2, 7, 2, 0], 16),
        (&[3, 6], 14),
        (&[3, 5, 8, 9], 16),
        (&[6, 2], 19),
        (&[5, 0], 12),
    ];
    (select(networks), prop::collection::vec(0_u32..10, 19)).prop_map(|((prefix, length), random)| {
        let mut digits: Vec<u32> = prefix.iter().copied().chain(random).take(length - 1).collect();
        let complete = |check: u32| [digits.as_slice(), &[check]].concat();
        let check = (0..10).find(|check| passes_luhn(&complete(*check))).expect("one of ten");
        digits.push(check);
        digits
    })
}

fn passes_luhn(digits: &[u32]) -> bool {
    let double_digit_sum = |value: u32| value * 2 / 10 + value * 2 % 10;
    let doubled: u32 = digits.iter().rev().skip(1).step_by(2).map(|value| double_digit_sum(*value)).sum();
    let single: u32 = digits.iter().rev().step_by(2).sum();
    (doubled + single).is_multiple_of(10)
}

fn written(digits: &[u32], zeros: &[char], separators: &[&str]) -> String {
    let cycle = zeros.iter().cycle().zip(separators.iter().cycle());
    digits
        .iter()
        .zip(cycle)
        .map(|(value, (zero, separator))| {
            let digit = char::from_u32(u32::from(*zero) + value).expect("a digit");
            format!("{separator}{digit}")
        })
        .collect()
}

proptest! {
    #[test]
    fn card_numbers_are_found_in_any_digits_and_separators(
        digits in number(),
        zeros in prop::collection::vec(select(vec!['0', '０', '٠', '۰', '०', '𝟎']), 1..20),
        separators in prop::collection::vec(
            select(vec!["", "", " ", "-", ".", "/", "\u{a0}", "\u{2009}", "\u{200b}", ", ", "\r\n", "—", "・", "💳", ":", "־", "֊", "\u{1680}",
                "\u{1806}", "˗", "\u{f0b}", "\u{115f}", "\u{180b}", "\u{3164}", "ー"]),
            1..20,
        ),
        before in "(|[a-z]{3,9} |[0-9]{1,2}[/. ]|[0-9]{2} )",
        after in "(| [a-z]{3,9}| [0-9]{2}/[0-9]{2} [0-9]{3}|[-/ ][0-9]{4})",
    ) {
        let text = format!("{before}{}{after}", written(&digits, &zeros, &separators));
        prop_assert!(contains_card_number(&text), "{text}");
    }

    #[test]
    fn card_numbers_are_found_with_any_separators_except_letters(
        digits in number(),
        sizes in prop::collection::vec(1_usize..6, 1..8),
        separators in prop::collection::vec(
            any::<char>().prop_filter("no letter or digit", |c| !c.is_alphanumeric() && decimal_digit(*c).is_none()),
            1..8,
        ),
    ) {
        let mut text = String::new();
        let (mut rest, mut sizes, mut separators) = (&digits[..], sizes.iter().cycle(), separators.iter().cycle());
        while !rest.is_empty() {
            let (group, others) = rest.split_at((*sizes.next().expect("a cycle")).min(rest.len()));
            text.extend(group.iter().map(u32::to_string));
            text.push(*separators.next().expect("a cycle"));
            rest = others;
        }
        prop_assert!(contains_card_number(&text), "{text}");
    }

    #[test]
    fn card_numbers_are_found_in_the_form_of_dates_and_times(
        digits in number(),
        sizes in prop::collection::vec(select(vec![1, 2, 2, 4, 4, 8]), 1..8),
        separators in prop::collection::vec(select(vec!["-", "/", ".", ":", " ", ". "]), 1..4),
        before in "(|2026-03-16 |16\\.03\\.2026 |09:30 |2026-03-16 - )",
        after in "(| 2026-03-16| 16\\.03\\.2026| 09:30|-03-16|/2026)",
    ) {
        let (mut text, mut rest) = (before, &digits[..]);
        let (mut sizes, mut separators) = (sizes.iter().cycle(), separators.iter().cycle());
        while !rest.is_empty() {
            let (group, others) = rest.split_at((*sizes.next().expect("a cycle")).min(rest.len()));
            text.extend(group.iter().map(u32::to_string));
            if !others.is_empty() {
                text.push_str(separators.next().expect("a cycle"));
            }
            rest = others;
        }
        text.push_str(&after);
        prop_assert!(contains_card_number(&text), "{text}");
    }

    #[test]
    fn ranges_of_iso_dates_are_not_card_numbers(
        dates in prop::collection::vec((2000_u32..2100, 1_u32..13, 1_u32..32), 1..3),
        inner in select(vec!["-", "/", ".", "-0"]),
        outer in select(vec![" – ", " - ", "/", "-", ", ", "..", "~"]),
    ) {
        let dates = dates.iter().map(|(year, month, day)| match inner {
            // Without leading zeros.
            "-0" => format!("{year}-{month}-{day}"),
            inner => format!("{year}{inner}{month:02}{inner}{day:02}"),
        });
        let text = dates.collect::<Vec<_>>().join(outer);
        prop_assert!(!contains_card_number(&text), "{text}");
    }

    #[test]
    fn fewer_than_twelve_digits_are_not_a_card_number(text in "([a-z ]{1,5}[0-9]{1,5}[-./ ,]{0,2}[0-9]{0,6}[a-z]){0,6}") {
        prop_assert!(!contains_card_number(&text), "{text}");
    }
}
