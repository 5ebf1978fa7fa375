use contract::{QuoteRequest, SealedQuote};
use serde::{Deserialize, Serialize};

use crate::{
    api::json,
    platform::{random, storage},
};

/// One entry per organization: a switch must not overwrite a payment whose outcome is not known.
fn key(organization: i64) -> String {
    format!("tcu.held-quote.{organization}")
}

/// How far the payment of a held quote has come in this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sending {
    /// Not sent: the quote may be dropped for another.
    NotYet,
    /// Sent, and no final answer read: nothing else may be paid before the outcome is known.
    Unanswered,
}

/// What follows when a fresh price is wanted in place of a held quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FreshPrice {
    /// A new quote, under a new key.
    NewQuote,
    /// The same payment is sent again with its key. Its quote has expired, so the backend answers its outcome, or
    /// refuses it with a fresh price.
    SendAgain,
    /// The payment was sent and may still arrive, so its key stays in use.
    KeepKey,
}

impl Sending {
    /// Decides by how far the payment has come, and how many seconds its quote still holds.
    #[must_use]
    pub const fn fresh_price(self, seconds_left: i64) -> FreshPrice {
        match self {
            Self::NotYet => FreshPrice::NewQuote,
            Self::Unanswered if seconds_left > 0 => FreshPrice::KeepKey,
            Self::Unanswered => FreshPrice::SendAgain,
        }
    }
}

/// A sealed quote with its idempotency key, kept for the life of the tab.
///
/// One key belongs to one sealed quote. It is made with the quote and stored before anything is sent, so that a
/// reload, a lost answer and a second tab made from this one all ask with the same key, and the backend charges once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldQuote {
    /// Who took the quote.
    pub user: String,
    /// For which organization.
    pub organization: i64,
    /// What was asked for.
    pub request: QuoteRequest,
    /// The quote.
    pub quote: SealedQuote,
    /// Its idempotency key.
    pub idempotency_key: String,
    /// Whether it has been sent.
    pub sending: Sending,
}

impl HeldQuote {
    /// Holds a fresh quote under a new key. Without storage the page still works, and forgets on reload.
    pub fn hold(user: &str, organization: i64, request: QuoteRequest, quote: SealedQuote) -> Self {
        let held = Self {
            user: user.to_owned(),
            organization,
            request,
            quote,
            idempotency_key: random::uuid(),
            sending: Sending::NotYet,
        };
        held.store();
        held
    }

    /// What this tab holds for a person in an organization.
    pub fn held(user: &str, organization: i64) -> Option<Self> {
        let text = storage::read(&key(organization))?;
        let held: Self = json::read(&text).ok()?;
        (held.user == user && held.organization == organization).then_some(held)
    }

    /// Notes that the request is about to be sent. Called before sending, never after.
    #[must_use]
    pub fn sent(self) -> Self {
        let held = Self { sending: Sending::Unanswered, ..self };
        held.store();
        held
    }

    /// Notes that the outcome is known, so that the next payment takes a new quote and a new key.
    pub fn forget(organization: i64) {
        storage::remove(&key(organization));
    }

    /// Notes that the outcome of a quote's payment is known. Another payment that this tab holds keeps its key.
    pub fn forget_quote(organization: i64, quote_id: &str) {
        let held = storage::read(&key(organization)).and_then(|text| json::read::<Self>(&text).ok());
        if held.is_none_or(|held| held.quote.id == quote_id) {
            Self::forget(organization);
        }
    }

    fn store(&self) {
        if let Ok(text) = serde_json::to_string(self) {
            storage::write(&key(self.organization), &text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sent_payment_gets_no_new_key_for_a_fresh_price() {
        for seconds_left in [900, 1, 0, -1] {
            assert_eq!(Sending::NotYet.fresh_price(seconds_left), FreshPrice::NewQuote);
            assert_ne!(Sending::Unanswered.fresh_price(seconds_left), FreshPrice::NewQuote);
        }
        assert_eq!(Sending::Unanswered.fresh_price(1), FreshPrice::KeepKey);
        assert_eq!(Sending::Unanswered.fresh_price(0), FreshPrice::SendAgain);
    }
}
