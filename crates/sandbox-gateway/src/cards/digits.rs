use billing::Instant;

/// Whether the last month of a card is over. An invalid month counts as over.
pub fn is_expired(year: u16, month: u8, now: Instant) -> bool {
    Instant::parse(&format!("{year:04}-{month:02}-01T00:00:00Z"))
        .and_then(|first| first.checked_add_months(1))
        .is_none_or(|after| now >= after)
}

/// Whether the digits pass the Luhn check.
pub fn passes_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(*digit)) {
            (1, digit) if digit > 4 => digit * 2 - 9,
            (1, digit) => digit * 2,
            (_, digit) => digit,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_is_valid_until_the_end_of_its_month() {
        let at = |text| Instant::parse(text).unwrap();

        assert!(!is_expired(2030, 12, at("2030-12-31T23:59:59Z")));
        assert!(is_expired(2030, 12, at("2031-01-01T00:00:00Z")));
        assert!(is_expired(2030, 13, at("2026-01-01T00:00:00Z")));
    }

    #[test]
    fn swapped_digits_fail_the_luhn_check() {
        assert!(!passes_luhn(&[4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 2, 4]));
    }
}
