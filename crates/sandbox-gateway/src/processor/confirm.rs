use billing::Instant;
use gateway::IntentStatus;

use super::ProcessorError;
use super::write::{Processor, about, answered_before};
use crate::book::{Call, IntentRecord};
use crate::cards::Behaviour;
use crate::log::{Event, EventName};

/// A confirmed intent, and whether the response must exceed the caller's timeout.
#[derive(Debug)]
pub struct Confirmed {
    pub intent: IntentRecord,
    pub late: bool,
}

enum ConfirmOutcome {
    Succeeded,
    Declined(&'static str),
    AsksConfirmation,
    /// Nothing is charged, and the response is lost.
    Lost,
}

impl Processor {
    /// Charges an unconfirmed intent according to its card's behavior. Any other intent is returned unchanged: a second
    /// confirm never charges.
    pub fn confirm(&mut self, id: &str, key: &str, now: Instant) -> Result<Confirmed, ProcessorError> {
        let intent = self.book.intent(id).ok_or(ProcessorError::IntentUnknown)?.clone();
        if self.book.key_conflicts(key, Call::Confirm, id) {
            return Err(ProcessorError::IdempotencyConflict);
        }
        if let Some(intent) = answered_before(&self.book, key) {
            return Ok(Confirmed { intent, late: false });
        }
        let confirming = about(&intent, EventName::Confirming, Some(key), now);
        let (events, late) = if intent.status == IntentStatus::Unconfirmed {
            let (outcome, late) = self.outcome(&intent, now);
            (outcome.events(&intent, confirming, key, now), late)
        } else {
            (vec![confirming], false)
        };
        self.write(&events)?;
        let intent = self.book.intent(id).cloned().ok_or(ProcessorError::IntentUnknown)?;
        Ok(Confirmed { intent, late })
    }

    fn outcome(&self, intent: &IntentRecord, now: Instant) -> (ConfirmOutcome, bool) {
        let Some(card) = self.book.card(&intent.card_ref) else {
            return (ConfirmOutcome::Declined("generic_decline"), false);
        };
        if card.is_expired(now) {
            return (ConfirmOutcome::Declined("expired_card"), false);
        }
        match card.behaviour {
            Behaviour::Pays => (ConfirmOutcome::Succeeded, false),
            Behaviour::Declined => (ConfirmOutcome::Declined("generic_decline"), false),
            Behaviour::InsufficientFunds => (ConfirmOutcome::Declined("insufficient_funds"), false),
            Behaviour::AsksConfirmation | Behaviour::ConfirmationFails => {
                (ConfirmOutcome::AsksConfirmation, false)
            }
            Behaviour::TimeoutCharged => (ConfirmOutcome::Succeeded, true),
            Behaviour::TimeoutLost => (ConfirmOutcome::Lost, true),
        }
    }
}

impl ConfirmOutcome {
    fn events(self, intent: &IntentRecord, confirming: Event, key: &str, now: Instant) -> Vec<Event> {
        let then = |event| about(intent, event, Some(key), now);
        match self {
            Self::Succeeded => vec![confirming, then(EventName::Succeeded)],
            Self::AsksConfirmation => vec![confirming, then(EventName::RequiresAction)],
            Self::Declined(reason) => {
                let declined = Event { reason: Some(reason.to_owned()), ..then(EventName::Declined) };
                vec![confirming, declined]
            }
            Self::Lost => vec![Event { reason: Some("answer_lost".to_owned()), ..confirming }],
        }
    }
}
