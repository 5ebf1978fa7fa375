use std::collections::HashMap;

use billing::Instant;

use crate::book::{Entry, StoredAnswer};
use crate::records::{Find, Kind, Object, Record};

/// Stripe forgets an idempotency key after this time, in seconds.
const KEY_SECONDS: i64 = 24 * 60 * 60;

/// The state of the sandbox, derived from the book by applying its entries in order.
#[derive(Debug, Default)]
pub struct Store {
    records: HashMap<String, Record>,
    /// The ids of each kind, in the order of creation.
    order: HashMap<Kind, Vec<String>>,
    answers: HashMap<String, (Instant, StoredAnswer)>,
}

/// An entry that contradicts earlier ones.
#[derive(Debug)]
pub struct Contradiction;

impl Store {
    /// Applies the next entry of the book.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), Contradiction> {
        let at = Instant::parse(&entry.at).ok_or(Contradiction)?;
        for record in &entry.records {
            match self.records.get(record.id()) {
                Some(earlier) if !earlier.may_become(record) => return Err(Contradiction),
                Some(_) => {}
                None => self.order.entry(record.kind()).or_default().push(record.id().to_owned()),
            }
            self.records.insert(record.id().to_owned(), record.clone());
        }
        match (&entry.answer, &entry.idempotency_key) {
            (Some(answer), Some(key)) => {
                self.answers.insert(key.clone(), (at, answer.clone()));
            }
            (Some(_), None) => return Err(Contradiction),
            (None, _) => {}
        }
        Ok(())
    }

    /// The answer to the first request with this key, unless the key is forgotten.
    pub fn answer(&self, key: &str, now: Instant) -> Option<&StoredAnswer> {
        let (at, answer) = self.answers.get(key)?;
        (now.seconds_since(*at) < KEY_SECONDS).then_some(answer)
    }

    /// The objects of a kind, newest first.
    pub fn newest<'a, T: Object + 'a>(&'a self, kind: Kind) -> impl Iterator<Item = &'a T> {
        self.newest_records(kind).filter_map(T::of)
    }

    /// The records of a kind, newest first.
    pub fn newest_records(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        let ids = self.order.get(&kind).map(Vec::as_slice).unwrap_or_default();
        ids.iter().rev().filter_map(|id| self.records.get(id))
    }
}

impl Find for Store {
    fn find(&self, id: &str) -> Option<&Record> {
        self.records.get(id)
    }
}
