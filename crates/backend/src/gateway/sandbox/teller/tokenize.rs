use billing::Instant;
use uuid::Uuid;

use super::{CardEntry, Refusal, Teller};
use crate::gateway::sandbox::cards::BRAND;
use crate::gateway::sandbox::log::{Event, EventName, TokenizedCard};

/// What the card field hands to the page around it.
#[derive(Debug)]
pub struct HandedOver {
    pub token: String,
    pub brand: String,
    pub last4: String,
}

impl Teller {
    /// Makes a token for the test card that was typed in. Of the number only the last four digits are kept.
    pub fn tokenize(&mut self, entry: &CardEntry, now: Instant) -> Result<HandedOver, Refusal> {
        let typed = entry.read(now).map_err(Refusal::CardEntry)?;
        let made = TokenizedCard {
            token: format!("tok_{}", Uuid::new_v4().simple()),
            brand: BRAND.to_owned(),
            last4: typed.card.last4().to_owned(),
            expires_month: typed.expires_month,
            expires_year: typed.expires_year,
            behaviour: typed.card.behaviour,
        };
        let handed_over =
            HandedOver { token: made.token.clone(), brand: made.brand.clone(), last4: made.last4.clone() };
        self.write(&[Event {
            card_ref: Some(format!("card_{}", Uuid::new_v4().simple())),
            card: Some(made),
            ..Event::new(EventName::CardTokenized, now)
        }])?;
        Ok(handed_over)
    }
}
