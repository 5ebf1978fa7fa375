use billing::{Currency, Instant};
use gateway::wire::MAX_AMOUNT_MINOR;
use uuid::Uuid;

use super::ProcessorError;
use super::write::{Processor, answered_before};
use crate::book::{Call, IntentRecord};
use crate::log::{Event, EventName};

const LONGEST_ATTEMPT: usize = 255;

/// The content of a create request.
#[derive(Debug)]
pub struct Order {
    pub organization: i64,
    pub amount_minor: i64,
    pub currency: String,
    pub card_ref: String,
    pub attempt: String,
}

impl Processor {
    /// Creates an unconfirmed intent, or returns the one that was created with the same key.
    pub fn create(&mut self, order: &Order, key: &str, now: Instant) -> Result<IntentRecord, ProcessorError> {
        if let Some(used) = self.book.key(key) {
            let intent = self.book.intent(&used.intent).ok_or(ProcessorError::IntentUnknown)?;
            if used.call != Call::Create || !order.matches(intent) {
                return Err(ProcessorError::IdempotencyConflict);
            }
            return answered_before(&self.book, key).ok_or(ProcessorError::IntentUnknown);
        }
        order.check()?;
        if self.book.card(&order.card_ref).is_none() {
            return Err(ProcessorError::CardUnknown);
        }
        let id = format!("pi_{}", Uuid::new_v4().simple());
        self.write(&[Event {
            intent: Some(id.clone()),
            idempotency_key: Some(key.to_owned()),
            organization: Some(order.organization),
            amount_minor: Some(order.amount_minor),
            currency: Some(order.currency.clone()),
            card_ref: Some(order.card_ref.clone()),
            attempt: Some(order.attempt.clone()),
            ..Event::new(EventName::IntentCreated, now)
        }])?;
        self.book.intent(&id).cloned().ok_or(ProcessorError::IntentUnknown)
    }
}

impl Order {
    fn check(&self) -> Result<(), ProcessorError> {
        if self.amount_minor <= 0 {
            return Err(ProcessorError::AmountInvalid);
        }
        if self.amount_minor > MAX_AMOUNT_MINOR {
            return Err(ProcessorError::AmountAboveLimit);
        }
        if Currency::parse(&self.currency).is_none() {
            return Err(ProcessorError::CurrencyUnknown);
        }
        if !(1..=LONGEST_ATTEMPT).contains(&self.attempt.len()) {
            return Err(ProcessorError::AttemptInvalid);
        }
        Ok(())
    }

    fn matches(&self, intent: &IntentRecord) -> bool {
        self.organization == intent.organization
            && self.amount_minor == intent.amount_minor
            && self.currency == intent.currency
            && self.card_ref == intent.card_ref
            && self.attempt == intent.attempt
    }
}
