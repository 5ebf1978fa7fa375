use billing::Instant;
use serde::Deserialize;

use super::texts::Texts;
use crate::cards::{TestCard, is_expired, passes_luhn};

/// The input of the setup page. It is never stored or logged.
#[derive(Default, Deserialize)]
pub struct CardEntry {
    #[serde(default)]
    number: String,
    #[serde(default)]
    expiry: String,
    #[serde(default)]
    cvc: String,
    /// A test card from the table, instead of the fields.
    #[serde(default)]
    token: Option<String>,
}

/// A valid card entry.
#[derive(Debug)]
pub struct EnteredCard {
    pub card: &'static TestCard,
    /// `None` for a card from the table.
    pub expiry: Option<(u8, u16)>,
}

/// The problems of the fields, with the text for each.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct CardProblems {
    pub number: Option<&'static str>,
    pub expiry: Option<&'static str>,
    pub cvc: Option<&'static str>,
}

impl CardEntry {
    /// Parses all fields and reports all problems at once.
    pub fn read(&self, now: Instant, texts: &'static Texts) -> Result<EnteredCard, CardProblems> {
        if let Some(card) = self.token.as_deref().and_then(TestCard::of_token) {
            return Ok(EnteredCard { card, expiry: None });
        }
        let number = read_number(&self.number, texts);
        let expiry = read_expiry(&self.expiry, now, texts);
        let cvc = read_cvc(&self.cvc, texts);
        match (number, expiry, cvc) {
            (Ok(card), Ok(expiry), Ok(())) => Ok(EnteredCard { card, expiry: Some(expiry) }),
            (number, expiry, cvc) => {
                Err(CardProblems { number: number.err(), expiry: expiry.err(), cvc: cvc.err() })
            }
        }
    }
}

fn read_number(text: &str, texts: &'static Texts) -> Result<&'static TestCard, &'static str> {
    let typed = without_gaps(text);
    if typed.is_empty() {
        return Err(texts.number_missing);
    }
    let digits = (13..=19).contains(&typed.len()).then(|| digits(&typed)).flatten();
    if !digits.is_some_and(|digits| passes_luhn(&digits)) {
        return Err(texts.number_invalid);
    }
    TestCard::of_number(&typed).ok_or(texts.real_card)
}

/// Parses `MM/YY`, and the formats that people paste: `MMYY`, `MM / YYYY`, `MM-YY`.
fn read_expiry(text: &str, now: Instant, texts: &'static Texts) -> Result<(u8, u16), &'static str> {
    let typed = without_gaps(text).replace('/', "");
    if typed.is_empty() {
        return Err(texts.expiry_missing);
    }
    let (month, year) = match *digits(&typed).ok_or(texts.expiry_invalid)? {
        [m1, m2, y1, y2] | [m1, m2, 2, 0, y1, y2] => {
            (m1 * 10 + m2, 2000 + u16::from(y1) * 10 + u16::from(y2))
        }
        _ => return Err(texts.expiry_invalid),
    };
    if !(1..=12).contains(&month) {
        return Err(texts.expiry_invalid);
    }
    if is_expired(year, month, now) {
        return Err(texts.card_expired);
    }
    Ok((month, year))
}

fn read_cvc(text: &str, texts: &'static Texts) -> Result<(), &'static str> {
    let typed = without_gaps(text);
    if typed.is_empty() {
        return Err(texts.cvc_missing);
    }
    digits(&typed).filter(|digits| digits.len() == 3).map(drop).ok_or(texts.cvc_invalid)
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
    use axum::http::HeaderMap;

    use super::*;

    fn read(number: &str, expiry: &str, cvc: &str) -> Result<EnteredCard, CardProblems> {
        let entry = CardEntry {
            number: number.to_owned(),
            expiry: expiry.to_owned(),
            cvc: cvc.to_owned(),
            token: None,
        };
        let texts = Texts::of(None, &HeaderMap::new());
        entry.read(Instant::parse("2026-03-16T09:30:00Z").unwrap(), texts)
    }

    #[test]
    fn spaces_dashes_and_four_digit_years_are_accepted() {
        for (number, expiry) in [
            ("4242 4242 4242 4242", "12/30"),
            ("4242-4242-4242-4242", "12 / 2030"),
            ("\u{a0}4242424242424242\t", "1230"),
            ("4242424242424242", "12-30"),
        ] {
            let entered = read(number, expiry, " 123 ").unwrap();
            assert_eq!((entered.card.token, entered.expiry), ("pm_card_visa", Some((12, 2030))));
        }
    }

    #[test]
    fn real_and_mistyped_cards_get_different_errors() {
        let texts = Texts::of(None, &HeaderMap::new());
        for real in ["378282246310005", "4111 1111 1111 1111"] {
            assert_eq!(read(real, "12/30", "123").unwrap_err().number, Some(texts.real_card));
        }
        for mistyped in
            ["4242424242424241", "4242", "４２４２４２４２４２４２４２４２", "x", "42424242424242424242"]
        {
            assert_eq!(read(mistyped, "12/30", "123").unwrap_err().number, Some(texts.number_invalid));
        }
    }

    #[test]
    fn each_invalid_field_reports_its_own_error() {
        let texts = Texts::of(None, &HeaderMap::new());
        let missing = CardProblems {
            number: Some(texts.number_missing),
            expiry: Some(texts.expiry_missing),
            cvc: Some(texts.cvc_missing),
        };
        assert_eq!(read("", " ", "").unwrap_err(), missing);
        for (expiry, problem) in [
            ("13/30", texts.expiry_invalid),
            ("00/30", texts.expiry_invalid),
            ("1/30", texts.expiry_invalid),
            ("12/1930", texts.expiry_invalid),
            ("02/26", texts.card_expired),
        ] {
            assert_eq!(
                read("4242424242424242", expiry, "123").unwrap_err().expiry,
                Some(problem),
                "{expiry}"
            );
        }
        assert!(read("4242424242424242", "03/26", "123").is_ok());
        for cvc in ["12", "1234", "12a"] {
            assert_eq!(read("4242424242424242", "12/30", cvc).unwrap_err().cvc, Some(texts.cvc_invalid));
        }
    }
}
