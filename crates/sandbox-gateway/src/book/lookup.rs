use super::{Book, Call, IntentRecord, KeyUse};
use crate::cards::{KnownCard, TEST_CARDS};

impl Book {
    /// The intent with this id.
    pub fn intent(&self, id: &str) -> Option<&IntentRecord> {
        self.places.get(id).and_then(|place| self.intents.get(*place))
    }

    /// The earlier use of a key.
    pub fn key(&self, key: &str) -> Option<&KeyUse> {
        self.keys.get(key)
    }

    /// Whether the key was used for another call or another intent.
    pub fn key_conflicts(&self, key: &str, call: Call, intent: &str) -> bool {
        self.key(key).is_some_and(|used| used.call != call || used.intent != intent)
    }

    /// At most `limit` intents after the intent `after`, in the order of creation. `None` when `after` is unknown.
    pub fn page(&self, after: Option<&str>, limit: usize) -> Option<&[IntentRecord]> {
        let start = match after {
            None => 0,
            Some(id) => self.places.get(id)? + 1,
        };
        let rest = self.intents.get(start..)?;
        Some(rest.get(..limit).unwrap_or(rest))
    }

    /// The card with this reference.
    pub fn card(&self, card_ref: &str) -> Option<KnownCard> {
        TEST_CARDS
            .iter()
            .find(|card| card.card_ref == card_ref)
            .map(|card| card.known())
            .or_else(|| self.cards.get(card_ref).cloned())
    }

    /// The card of a token.
    pub fn card_of_token(&self, token: &str) -> Option<KnownCard> {
        TEST_CARDS
            .iter()
            .find(|card| card.token == token)
            .map(|card| card.known())
            .or_else(|| self.cards.get(self.tokens.get(token)?).cloned())
    }
}
