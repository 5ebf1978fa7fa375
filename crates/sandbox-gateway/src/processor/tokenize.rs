use billing::Instant;
use uuid::Uuid;

use super::{CardEntry, Processor, ProcessorError};
use crate::cards::BRAND;
use crate::log::{Event, EventName, TokenizedCard};

/// The token and the card summary that the card field sends to its parent page.
#[derive(Debug)]
pub struct HandedOver {
    pub token: String,
    pub brand: String,
    pub last4: String,
}

impl Processor {
    /// Creates a token for a test card. Only the last four digits of the number are stored.
    pub fn tokenize(&mut self, entry: &CardEntry, now: Instant) -> Result<HandedOver, ProcessorError> {
        let typed = entry.read(now).map_err(ProcessorError::CardEntry)?;
        let card = TokenizedCard {
            token: format!("tok_{}", Uuid::new_v4().simple()),
            brand: BRAND.to_owned(),
            last4: typed.card.last4().to_owned(),
            expires_month: typed.expires_month,
            expires_year: typed.expires_year,
            behaviour: typed.card.behaviour,
        };
        let handed_over =
            HandedOver { token: card.token.clone(), brand: card.brand.clone(), last4: card.last4.clone() };
        self.write(&[Event {
            card_ref: Some(format!("card_{}", Uuid::new_v4().simple())),
            card: Some(card),
            ..Event::new(EventName::CardTokenized, now)
        }])?;
        Ok(handed_over)
    }
}
