use std::collections::HashMap;

use billing::Instant;
use gateway::{Card, DeclineReason, IntentStatus};

use super::{Call, IntentRecord, KeyUse};
use crate::cards::KnownCard;
use crate::log::{Event, EventName};

/// The state of the sandbox, derived from the log by applying its events in order.
#[derive(Debug, Default)]
pub struct Book {
    pub(super) intents: Vec<IntentRecord>,
    pub(super) places: HashMap<String, usize>,
    pub(super) keys: HashMap<String, KeyUse>,
    pub(super) cards: HashMap<String, KnownCard>,
    pub(super) tokens: HashMap<String, String>,
}

/// An event that contradicts earlier ones.
#[derive(Debug)]
pub struct Contradiction;

impl Book {
    /// Applies the next event of the log.
    pub fn apply(&mut self, event: &Event) -> Result<(), Contradiction> {
        match event.event {
            EventName::ClockSet => Ok(()),
            EventName::CardTokenized => self.add_card(event),
            EventName::IntentCreated => self.add_intent(event),
            EventName::Confirming | EventName::CancelRefused => self.advance(event, None),
            EventName::Succeeded => self.advance(event, Some(IntentStatus::Succeeded)),
            EventName::Declined => self.advance(event, Some(IntentStatus::Declined)),
            EventName::RequiresAction => self.advance(event, Some(IntentStatus::RequiresAction)),
            EventName::Canceled => self.advance(event, Some(IntentStatus::Canceled)),
        }
    }

    fn add_card(&mut self, event: &Event) -> Result<(), Contradiction> {
        let card_ref = event.card_ref.clone().ok_or(Contradiction)?;
        let entry = event.card.clone().ok_or(Contradiction)?;
        let card = Card {
            card_ref: card_ref.clone(),
            brand: entry.brand,
            last4: entry.last4,
            expires_month: entry.expires_month,
            expires_year: entry.expires_year,
            reusable_token: false,
        };
        let card = KnownCard { card, behaviour: entry.behaviour };
        let is_new = self.tokens.insert(entry.token, card_ref.clone()).is_none()
            && self.cards.insert(card_ref, card).is_none();
        is_new.then_some(()).ok_or(Contradiction)
    }

    fn add_intent(&mut self, event: &Event) -> Result<(), Contradiction> {
        let field = |text: &Option<String>| text.clone().ok_or(Contradiction);
        let intent = IntentRecord {
            id: field(&event.intent)?,
            organization: event.organization.ok_or(Contradiction)?,
            amount_minor: event.amount_minor.ok_or(Contradiction)?,
            currency: field(&event.currency)?,
            card_ref: field(&event.card_ref)?,
            attempt: field(&event.attempt)?,
            status: IntentStatus::Unconfirmed,
            decline: None,
            asked_at: None,
        };
        if self.places.insert(intent.id.clone(), self.intents.len()).is_some() {
            return Err(Contradiction);
        }
        self.claim_key(event, &intent, true);
        self.intents.push(intent);
        Ok(())
    }

    fn advance(&mut self, event: &Event, next: Option<IntentStatus>) -> Result<(), Contradiction> {
        let place = event.intent.as_ref().and_then(|id| self.places.get(id)).ok_or(Contradiction)?;
        let intent = self.intents.get_mut(*place).ok_or(Contradiction)?;
        // The next event answers a confirm of an unconfirmed intent, unless its answer is lost.
        let answered = next.is_some() || intent.status != IntentStatus::Unconfirmed || event.reason.is_some();
        if let Some(next) = next {
            if !intent.may_become(next) {
                return Err(Contradiction);
            }
            intent.status = next;
        }
        match event.event {
            EventName::Declined => intent.decline = Some(decline_reason(event)),
            EventName::RequiresAction => {
                intent.asked_at = Some(Instant::parse(&event.at).ok_or(Contradiction)?);
            }
            _ => {}
        }
        let intent = intent.clone();
        self.claim_key(event, &intent, answered);
        Ok(())
    }

    fn claim_key(&mut self, event: &Event, intent: &IntentRecord, answered: bool) {
        if let (Some(key), Some(call)) = (&event.idempotency_key, Call::of(event.event)) {
            let key_use = KeyUse {
                call,
                intent: intent.id.clone(),
                status: intent.status,
                decline: intent.decline,
                answered,
            };
            self.keys.insert(key.clone(), key_use);
        }
    }
}

fn decline_reason(event: &Event) -> DeclineReason {
    let code = event.reason.clone().unwrap_or_default();
    serde_json::from_value(serde_json::Value::String(code)).unwrap_or(DeclineReason::GenericDecline)
}
