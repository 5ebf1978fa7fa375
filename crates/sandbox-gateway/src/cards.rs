use billing::Instant;
use gateway::Card;
use serde::{Deserialize, Serialize};

/// The scheme of every test card.
pub const BRAND: &str = "visa";
const EXPIRES_MONTH: u8 = 12;
const EXPIRES_YEAR: u16 = 2030;

/// The result of charging a test card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// The charge succeeds.
    Pays,
    /// The charge is declined without a reason.
    Declined,
    /// The charge is declined for insufficient funds.
    InsufficientFunds,
    /// The charge requires a confirmation, then succeeds.
    AsksConfirmation,
    /// The charge requires a confirmation, then is declined.
    ConfirmationFails,
    /// The charge succeeds, but the response comes after the caller's timeout.
    TimeoutCharged,
    /// The charge does not happen, and the response comes after the caller's timeout.
    TimeoutLost,
}

/// A card that exists in the sandbox only.
#[derive(Clone, Copy, Debug)]
pub struct TestCard {
    /// The fixed token, which can be used without the card field.
    pub token: &'static str,
    /// The gateway's reference.
    pub card_ref: &'static str,
    /// The card number. It passes the Luhn check and belongs to no real card.
    pub number: &'static str,
    /// The result of a charge.
    pub behaviour: Behaviour,
    /// The result of a charge, as shown in the card field.
    pub result: &'static str,
}

/// All cards of the sandbox. Any other number is refused.
pub const TEST_CARDS: [TestCard; 7] = [
    TestCard {
        token: "tok_visa",
        card_ref: "card_visa",
        number: "4242424242424242",
        behaviour: Behaviour::Pays,
        result: "Succeeds",
    },
    TestCard {
        token: "tok_declined",
        card_ref: "card_declined",
        number: "4000000000000002",
        behaviour: Behaviour::Declined,
        result: "Declined",
    },
    TestCard {
        token: "tok_insufficient",
        card_ref: "card_insufficient",
        number: "4000000000009995",
        behaviour: Behaviour::InsufficientFunds,
        result: "Declined: insufficient funds",
    },
    TestCard {
        token: "tok_confirm",
        card_ref: "card_confirm",
        number: "4000002500003155",
        behaviour: Behaviour::AsksConfirmation,
        result: "Requires confirmation, then succeeds",
    },
    TestCard {
        token: "tok_confirm_fails",
        card_ref: "card_confirm_fails",
        number: "4000008400001629",
        behaviour: Behaviour::ConfirmationFails,
        result: "Requires confirmation, then declined",
    },
    TestCard {
        token: "tok_timeout_charged",
        card_ref: "card_timeout_charged",
        number: "4000000000005043",
        behaviour: Behaviour::TimeoutCharged,
        result: "Succeeds, but the response times out",
    },
    TestCard {
        token: "tok_timeout_lost",
        card_ref: "card_timeout_lost",
        number: "4000000000004087",
        behaviour: Behaviour::TimeoutLost,
        result: "Not charged, and the response times out",
    },
];

/// A card with its behavior.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCard {
    pub card: Card,
    pub behaviour: Behaviour,
}

impl KnownCard {
    /// Whether the card has expired.
    pub fn is_expired(&self, now: Instant) -> bool {
        is_expired(self.card.expires_year, self.card.expires_month, now)
    }
}

/// Whether the last month of a card is over. An invalid month counts as over.
pub fn is_expired(year: u16, month: u8, now: Instant) -> bool {
    Instant::parse(&format!("{year:04}-{month:02}-01T00:00:00Z"))
        .and_then(|first| first.checked_add_months(1))
        .is_none_or(|after| now >= after)
}

impl TestCard {
    /// The last four digits of the number.
    #[must_use]
    pub fn last4(&self) -> &'static str {
        self.number.get(12..).unwrap_or_default()
    }

    pub(super) fn known(&self) -> KnownCard {
        let card = Card {
            card_ref: self.card_ref.to_owned(),
            brand: BRAND.to_owned(),
            last4: self.last4().to_owned(),
            expires_month: EXPIRES_MONTH,
            expires_year: EXPIRES_YEAR,
            reusable_token: true,
        };
        KnownCard { card, behaviour: self.behaviour }
    }
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
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn test_cards_are_distinct_and_pass_the_luhn_check() {
        let mut seen = HashSet::new();
        for card in TEST_CARDS {
            let digits: Vec<u8> = card.number.bytes().map(|byte| byte - b'0').collect();
            assert_eq!(digits.len(), 16);
            assert!(passes_luhn(&digits), "{}", card.number);
            assert!(seen.insert(card.last4()) && seen.insert(card.token) && seen.insert(card.card_ref));
        }
    }

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
