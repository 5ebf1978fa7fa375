use super::{Decline, TEST_CARDS};

/// When a card requires 3-D Secure authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authentication {
    Never,
    /// On setup and with the customer present. Without the customer only if the card was not set up.
    UnlessSetUp,
    /// As `UnlessSetUp`, but the card counts as set up from the start.
    OnSession,
    /// On setup and on every payment.
    Always,
}

/// The result of a charge after the authentication, if any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChargeOutcome {
    Succeeds,
    Declined(Decline),
    /// The charge succeeds, and the customer disputes it for this reason.
    Disputed(&'static str),
    /// Not Stripe's: the charge succeeds, but the answer comes after the caller's timeout.
    TimeoutCharged,
    /// Not Stripe's: nothing is charged, and the answer comes after the caller's timeout.
    TimeoutLost,
}

/// A card that exists in the sandbox only.
#[derive(Clone, Copy, Debug)]
pub struct TestCard {
    /// The card number. It passes the Luhn check and belongs to no real card.
    pub number: &'static str,
    /// The payment method token. Every use of it makes a new payment method.
    pub token: &'static str,
    /// The card scheme.
    pub brand: &'static str,
    pub(crate) authentication: Authentication,
    pub(crate) outcome: ChargeOutcome,
    /// Whether the card can be saved although its charges are declined.
    pub(crate) saves: bool,
    /// Whether the card is one of Stripe's test cards.
    pub is_stripes: bool,
}

impl TestCard {
    /// The card of a payment method token. A decline token may name the scheme, as in `pm_card_visa_chargeDeclined`.
    pub(crate) fn of_token(token: &str) -> Option<&'static Self> {
        let plain = token.strip_prefix("pm_card_visa_").map(|rest| format!("pm_card_{rest}"));
        let token = plain.as_deref().unwrap_or(token);
        TEST_CARDS.iter().find(|card| card.token == token)
    }

    /// The card with this number.
    pub(crate) fn of_number(digits: &str) -> Option<&'static Self> {
        TEST_CARDS.iter().find(|card| card.number == digits)
    }

    /// The last four digits of the number.
    #[must_use]
    pub fn last4(&self) -> &'static str {
        self.number.get(12..).unwrap_or_default()
    }

    /// The decline when the card is saved.
    pub(crate) const fn setup_decline(&self) -> Option<Decline> {
        match self.outcome {
            ChargeOutcome::Declined(decline) if !self.saves => Some(decline),
            _ => None,
        }
    }

    /// Whether the bank must confirm that the card is saved.
    pub(crate) fn authenticates_setup(&self) -> bool {
        matches!(self.authentication, Authentication::UnlessSetUp | Authentication::Always)
    }

    /// Whether the bank must confirm a payment.
    pub(crate) fn authenticates_payment(&self, off_session: bool, was_set_up: bool) -> bool {
        match self.authentication {
            Authentication::Never => false,
            Authentication::Always => true,
            Authentication::OnSession => !off_session,
            Authentication::UnlessSetUp => !off_session || !was_set_up,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::cards::passes_luhn;

    #[test]
    fn test_cards_are_distinct_and_pass_the_luhn_check() {
        let (mut numbers, mut tokens) = (HashSet::new(), HashSet::new());
        for card in TEST_CARDS {
            let digits: Vec<u8> = card.number.bytes().map(|byte| byte - b'0').collect();
            assert_eq!(digits.len(), 16);
            assert!(passes_luhn(&digits), "{}", card.number);
            assert!(numbers.insert(card.number) && tokens.insert(card.token));
        }
    }

    #[test]
    fn decline_token_may_name_the_scheme() {
        let card = TestCard::of_token("pm_card_visa_chargeDeclined").unwrap();

        assert_eq!(card.number, "4000000000000002");
        assert_eq!(TestCard::of_token("pm_card_chargeDeclined").unwrap().number, card.number);
        assert!(TestCard::of_token("pm_card_unknown").is_none());
    }

    #[test]
    fn card_that_was_set_up_needs_no_authentication_without_the_customer() {
        let [set_up, always] =
            ["4000002500003155", "4000002760003184"].map(|number| TestCard::of_number(number).unwrap());

        assert!(!set_up.authenticates_payment(true, true) && set_up.authenticates_payment(true, false));
        assert!(set_up.authenticates_payment(false, true));
        assert!(always.authenticates_payment(true, true));
    }
}
