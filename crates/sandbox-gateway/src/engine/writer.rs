use super::{Output, Store};
use crate::book::{BookFailure, BookFile, Entry, StoredAnswer};
use crate::error::SandboxError;
use crate::records::{Find, Kind, Record};

/// The only writer of the book. A lock around it ensures that two requests never both find the same intent unpaid.
#[derive(Debug)]
pub struct Engine {
    book: BookFile,
    store: Store,
    new_events: Vec<String>,
}

impl Engine {
    /// Replays an opened book.
    ///
    /// # Errors
    /// When an entry contradicts earlier ones, such as a second success of one intent.
    pub fn replay(book: BookFile, entries: &[Entry]) -> Result<Self, SandboxError> {
        let mut store = Store::default();
        for (index, entry) in entries.iter().enumerate() {
            store
                .apply(entry)
                .map_err(|_| SandboxError::BookDamaged { path: book.path().to_owned(), line: index + 1 })?;
        }
        Ok(Self { book, store, new_events: Vec::new() })
    }

    /// The current state.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Writes a change and the answer to its request durably, then applies it. The last entry contains the objects, so
    /// that a change is complete or absent after a crash.
    pub fn commit(&mut self, output: Output, answer: Option<StoredAnswer>) -> Result<(), BookFailure> {
        let Output { mut entries, records } = output;
        let Some(last) = entries.last_mut() else {
            return if records.is_empty() && answer.is_none() { Ok(()) } else { Err(BookFailure) };
        };
        last.records = records;
        last.answer = answer;
        self.book.append(&entries)?;
        for entry in &entries {
            let events = entry.records.iter().filter(|record| record.kind() == Kind::Event);
            let is_new = |id: &&str| self.store.find(id).is_none();
            self.new_events.extend(events.map(Record::id).filter(is_new).map(str::to_owned));
            if self.store.apply(entry).is_err() {
                // The file now contradicts the state. A person must check it before anything else is charged.
                self.book.mark_broken();
                return Err(BookFailure);
            }
        }
        Ok(())
    }

    /// The events since the last call, which webhook endpoints must receive.
    pub fn take_new_events(&mut self) -> Vec<String> {
        std::mem::take(&mut self.new_events)
    }
}
