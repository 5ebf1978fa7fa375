use billing::Instant;

use crate::book::{Book, IntentRecord};
use crate::error::SandboxError;
use crate::log::{Event, EventLog, EventName, LogFailure};

/// The only writer of events. A lock around it ensures that two calls never both find the same intent unpaid.
#[derive(Debug)]
pub struct Processor {
    log: EventLog,
    pub(super) book: Book,
}

impl Processor {
    /// Replays an opened log.
    ///
    /// # Errors
    /// When an event contradicts earlier ones, such as a second success of one intent.
    pub fn replay(log: EventLog, events: &[Event]) -> Result<Self, SandboxError> {
        let mut book = Book::default();
        for (index, event) in events.iter().enumerate() {
            book.apply(event)
                .map_err(|_| SandboxError::LogDamaged { path: log.path().to_owned(), line: index + 1 })?;
        }
        Ok(Self { log, book })
    }

    /// The current state.
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// Writes the events durably, then applies them to the state.
    pub(super) fn write(&mut self, events: &[Event]) -> Result<(), LogFailure> {
        self.log.append(events)?;
        for event in events {
            if self.book.apply(event).is_err() {
                // The file now contradicts the state. A person must check it before anything else is charged.
                self.log.mark_broken();
                return Err(LogFailure);
            }
        }
        Ok(())
    }
}

/// An event about an intent, with all fields of the intent, so that each line of the log is complete evidence.
pub fn about(intent: &IntentRecord, event: EventName, key: Option<&str>, now: Instant) -> Event {
    Event {
        intent: Some(intent.id.clone()),
        idempotency_key: key.map(str::to_owned),
        organization: Some(intent.organization),
        amount_minor: Some(intent.amount_minor),
        currency: Some(intent.currency.clone()),
        card_ref: Some(intent.card_ref.clone()),
        attempt: Some(intent.attempt.clone()),
        ..Event::new(event, now)
    }
}

/// The intent as the first call with this key returned it, if that call was answered.
pub fn answered_before(book: &Book, key: &str) -> Option<IntentRecord> {
    let used = book.key(key).filter(|used| used.answered)?;
    let now = book.intent(&used.intent)?.clone();
    Some(IntentRecord { status: used.status, decline: used.decline, ..now })
}
