use contract::{QuoteRequest, SealedQuote};
use platform::{random, storage};
use serde::{Deserialize, Serialize};

use crate::api::json;

/// The storage key. There is one per organization, so that switching organizations cannot overwrite a payment with an
/// unknown outcome. The name must not change, so that a new release finds the payments of this one.
fn key(organization: i64) -> String {
    format!("tcu.held-quote.{organization}")
}

/// Whether the payment of a kept quote was sent from this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sending {
    /// Not sent. The quote may be replaced.
    NotYet,
    /// Sent, without a final response. No other payment may start before the outcome is known.
    Unanswered,
}

/// A sealed quote with its idempotency key, stored for the lifetime of the tab.
///
/// Each key belongs to one sealed quote. The key is created with the quote and stored before the payment is sent. After
/// a reload, after a lost response and in a duplicated tab, the same key is used and the backend charges once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptQuote {
    /// Id of the user who requested the quote.
    pub user: String,
    /// Id of the organization.
    pub organization: i64,
    /// The quote request.
    pub request: QuoteRequest,
    /// The quote.
    pub quote: SealedQuote,
    /// Its idempotency key.
    pub idempotency_key: String,
    /// Whether the payment was sent.
    pub sending: Sending,
}

impl KeptQuote {
    /// Stores a fresh quote with a new key. If storage is blocked, the page works but loses the quote on reload.
    pub fn create(user: &str, organization: i64, request: QuoteRequest, quote: SealedQuote) -> Self {
        let kept = Self {
            user: user.to_owned(),
            organization,
            request,
            quote,
            idempotency_key: random::uuid(),
            sending: Sending::NotYet,
        };
        kept.save();
        kept
    }

    /// The quote that this tab keeps for a user and an organization.
    pub fn load(user: &str, organization: i64) -> Option<Self> {
        let text = storage::read(&key(organization))?;
        let kept: Self = json::read(&text).ok()?;
        (kept.user == user && kept.organization == organization).then_some(kept)
    }

    /// Marks the payment as sent. Call this before sending.
    #[must_use]
    pub fn mark_sent(self) -> Self {
        let kept = Self { sending: Sending::Unanswered, ..self };
        kept.save();
        kept
    }

    /// Removes the kept quote once its outcome is known. The next payment uses a new quote and a new key.
    pub fn remove(organization: i64) {
        storage::remove(&key(organization));
    }

    /// Removes the kept quote with this id once its outcome is known. A quote with another id keeps its key.
    pub fn remove_quote(organization: i64, quote_id: &str) {
        let kept = storage::read(&key(organization)).and_then(|text| json::read::<Self>(&text).ok());
        if kept.is_none_or(|kept| kept.quote.id == quote_id) {
            Self::remove(organization);
        }
    }

    fn save(&self) {
        if let Ok(text) = serde_json::to_string(self) {
            storage::write(&key(self.organization), &text);
        }
    }
}
