use billing::Instant;
use gateway::IntentStatus;

use super::ProcessorError;
use super::write::{Processor, about, answered_before};
use crate::book::{Call, IntentRecord};
use crate::log::{Event, EventName};

impl Processor {
    /// Ensures that the intent never charges. Returns an intent that has succeeded unchanged.
    pub fn cancel(&mut self, id: &str, key: &str, now: Instant) -> Result<IntentRecord, ProcessorError> {
        let intent = self.book.intent(id).ok_or(ProcessorError::IntentUnknown)?.clone();
        if self.book.key_conflicts(key, Call::Cancel, id) {
            return Err(ProcessorError::IdempotencyConflict);
        }
        if let Some(intent) = answered_before(&self.book, key) {
            return Ok(intent);
        }
        let event = if intent.may_become(IntentStatus::Canceled) {
            about(&intent, EventName::Canceled, Some(key), now)
        } else {
            let reason = if intent.status == IntentStatus::Succeeded { "succeeded" } else { "canceled" };
            let refused = about(&intent, EventName::CancelRefused, Some(key), now);
            Event { reason: Some(reason.to_owned()), ..refused }
        };
        self.write(&[event])?;
        self.book.intent(id).cloned().ok_or(ProcessorError::IntentUnknown)
    }
}
