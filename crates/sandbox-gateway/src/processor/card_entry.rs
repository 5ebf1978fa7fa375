use billing::Instant;
use serde::{Deserialize, Serialize};

use crate::cards::{TEST_CARDS, TestCard, is_expired, passes_luhn};

/// The input of the card field. It is never stored or logged.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardEntry {
    number: String,
    expiry: String,
    cvc: String,
}

/// The problem with one field, with a message for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CardFieldError {
    pub path: &'static str,
    pub code: &'static str,
    pub message: &'static str,
}

/// A valid card entry.
#[derive(Debug)]
pub struct TypedCard {
    pub card: TestCard,
    pub expires_month: u8,
    pub expires_year: u16,
}

impl CardEntry {
    /// Parses all three fields and reports all problems at once.
    pub fn read(&self, now: Instant) -> Result<TypedCard, Vec<CardFieldError>> {
        match (read_number(&self.number), read_expiry(&self.expiry, now), read_cvc(&self.cvc)) {
            (Ok(card), Ok((expires_month, expires_year)), Ok(())) => {
                Ok(TypedCard { card, expires_month, expires_year })
            }
            (number, expiry, cvc) => {
                Err([number.err(), expiry.err(), cvc.err()].into_iter().flatten().collect())
            }
        }
    }
}

fn read_number(text: &str) -> Result<TestCard, CardFieldError> {
    let wrong = |code, message| CardFieldError { path: "number", code, message };
    let typed = without_gaps(text);
    if typed.is_empty() {
        return Err(wrong("required", "Enter the card number."));
    }
    let digits = (13..=19).contains(&typed.len()).then(|| digits(&typed)).flatten();
    let Some(digits) = digits.filter(|digits| passes_luhn(digits)) else {
        return Err(wrong("card_number_invalid", "This card number is not valid. Check the digits."));
    };
    TEST_CARDS
        .into_iter()
        .find(|card| card.number.bytes().map(|byte| byte - b'0').eq(digits.iter().copied()))
        .ok_or_else(|| wrong("real_card_refused", "This is a sandbox. Use a test card, never a real one."))
}

/// Parses `MM/YY`, and the formats that people paste: `MMYY`, `MM / YYYY`, `MM-YY`.
fn read_expiry(text: &str, now: Instant) -> Result<(u8, u16), CardFieldError> {
    let wrong = |code, message| CardFieldError { path: "expiry", code, message };
    let typed = without_gaps(text).replace('/', "");
    if typed.is_empty() {
        return Err(wrong("required", "Enter the expiry date."));
    }
    let unreadable = wrong("expiry_invalid", "Enter the expiry date as MM/YY.");
    let (month, year) = match *digits(&typed).ok_or(unreadable)? {
        [m1, m2, y1, y2] | [m1, m2, 2, 0, y1, y2] => {
            (m1 * 10 + m2, 2000 + u16::from(y1) * 10 + u16::from(y2))
        }
        _ => return Err(unreadable),
    };
    if !(1..=12).contains(&month) {
        return Err(wrong("expiry_invalid", "Enter a month from 01 to 12."));
    }
    if is_expired(year, month, now) {
        return Err(wrong("card_expired", "This card has expired."));
    }
    Ok((month, year))
}

fn read_cvc(text: &str) -> Result<(), CardFieldError> {
    let wrong = |code, message| CardFieldError { path: "cvc", code, message };
    let typed = without_gaps(text);
    if typed.is_empty() {
        return Err(wrong("required", "Enter the security code."));
    }
    match digits(&typed) {
        Some(digits) if digits.len() == 3 => Ok(()),
        _ => Err(wrong("cvc_invalid", "Enter the three-digit security code.")),
    }
}

/// Removes white space and hyphens, because people paste numbers in groups.
fn without_gaps(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && *character != '-').collect()
}

fn digits(text: &str) -> Option<Vec<u8>> {
    text.bytes().map(|byte| byte.checked_sub(b'0').filter(|digit| *digit < 10)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(number: &str, expiry: &str, cvc: &str) -> Result<TypedCard, Vec<&'static str>> {
        let entry = CardEntry { number: number.to_owned(), expiry: expiry.to_owned(), cvc: cvc.to_owned() };
        entry
            .read(Instant::parse("2026-03-16T09:30:00Z").unwrap())
            .map_err(|errors| errors.iter().map(|error| error.code).collect())
    }

    #[test]
    fn spaces_dashes_and_four_digit_years_are_accepted() {
        for (number, expiry) in [
            ("4242 4242 4242 4242", "12/30"),
            ("4242-4242-4242-4242", "12 / 2030"),
            ("\u{a0}4242424242424242\t", "1230"),
            ("4242424242424242", "12-30"),
        ] {
            let typed = read(number, expiry, " 123 ").unwrap();
            assert_eq!((typed.card.token, typed.expires_month, typed.expires_year), ("tok_visa", 12, 2030));
        }
    }

    #[test]
    fn real_and_mistyped_cards_get_different_errors() {
        for real in ["5555555555554444", "378282246310005", "4111 1111 1111 1111"] {
            assert_eq!(read(real, "12/30", "123").unwrap_err(), ["real_card_refused"]);
        }
        for mistyped in
            ["4242424242424241", "4242", "４２４２４２４２４２４２４２４２", "x", "42424242424242424242"]
        {
            assert_eq!(read(mistyped, "12/30", "123").unwrap_err(), ["card_number_invalid"]);
        }
    }

    #[test]
    fn each_invalid_field_reports_its_own_error() {
        assert_eq!(read("", " ", "").unwrap_err(), ["required", "required", "required"]);
        for (expiry, code) in [
            ("13/30", "expiry_invalid"),
            ("00/30", "expiry_invalid"),
            ("1/30", "expiry_invalid"),
            ("12/1930", "expiry_invalid"),
            ("02/26", "card_expired"),
        ] {
            assert_eq!(read("4242424242424242", expiry, "123").unwrap_err(), [code], "{expiry}");
        }
        assert!(read("4242424242424242", "03/26", "123").is_ok());
        for cvc in ["12", "1234", "12a"] {
            assert_eq!(read("4242424242424242", "12/30", cvc).unwrap_err(), ["cvc_invalid"]);
        }
    }
}
