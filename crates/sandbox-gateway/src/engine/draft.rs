use billing::Instant;
use uuid::Uuid;

use super::Store;
use crate::book::{Entry, EntryName};
use crate::records::{Charge, Event, Find, Metadata, Object, PaymentIntent, Record};

/// The source of a change.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The id of the API request, if one caused the change.
    pub request: Option<String>,
    pub idempotency_key: Option<String>,
    /// The origin of the hosted pages.
    pub pages: String,
    /// The number of webhook endpoints.
    pub endpoints: usize,
}

/// A change in progress: the store with changed objects over it. Nothing is stored before the engine commits its output.
#[derive(Debug)]
pub struct Draft<'a> {
    store: &'a Store,
    pub now: Instant,
    pub origin: Origin,
    /// Whether the answer must come after the caller's timeout.
    pub is_late: bool,
    output: Output,
}

/// The entries and objects of a change.
#[derive(Debug, Default)]
pub struct Output {
    pub entries: Vec<Entry>,
    pub records: Vec<Record>,
}

impl<'a> Draft<'a> {
    pub fn new(store: &'a Store, now: Instant, origin: Origin) -> Self {
        Self { store, now, origin, is_late: false, output: Output::default() }
    }

    /// The state before the change.
    pub const fn store(&self) -> &'a Store {
        self.store
    }

    /// The time in seconds, as objects contain it.
    pub fn seconds(&self) -> i64 {
        self.now.epoch_seconds()
    }

    /// A new id.
    pub fn new_id(prefix: &str) -> String {
        format!("{prefix}_{}", Uuid::new_v4().simple())
    }

    /// Adds or replaces an object.
    pub fn put(&mut self, object: impl Into<Record>) {
        let record = object.into();
        let earlier = self.output.records.iter_mut().find(|earlier| earlier.id() == record.id());
        match earlier {
            Some(earlier) => *earlier = record,
            None => self.output.records.push(record),
        }
    }

    /// Adds an entry to the book, with the key of the request.
    pub fn write(&mut self, entry: Entry) {
        let idempotency_key = entry.idempotency_key.or_else(|| self.origin.idempotency_key.clone());
        self.output.entries.push(Entry { idempotency_key, ..entry });
    }

    /// An entry about an object that is not an intent.
    pub fn entry(&self, event: EntryName, object: &str, metadata: &Metadata) -> Entry {
        Entry {
            object: Some(object.to_owned()),
            organization: metadata.get("organization").and_then(|id| id.parse().ok()),
            attempt: metadata.get("attempt").cloned(),
            ..Entry::new(event, self.now)
        }
    }

    /// An entry about an intent, with all its fields, so that each line of the book is complete evidence.
    pub fn intent_entry(&self, event: EntryName, intent: &PaymentIntent) -> Entry {
        let charge = intent.latest_charge.as_ref().and_then(|id| self.get::<Charge>(id));
        let card =
            intent.payment_method.clone().or_else(|| charge.map(|charge| charge.payment_method.clone()));
        Entry {
            intent: Some(intent.id.clone()),
            amount: Some(intent.amount),
            currency: Some(intent.currency.clone()),
            card_ref: card,
            object: None,
            ..self.entry(event, &intent.id, &intent.metadata)
        }
    }

    /// Adds an event about an object, as it is now.
    pub fn announce(&mut self, name: &str, id: &str) {
        let Some(object) = self.find(id).map(|record| record.to_json(self)) else { return };
        let event = Event {
            id: Self::new_id("evt"),
            created: self.seconds(),
            name: name.to_owned(),
            object,
            request: self.origin.request.clone(),
            idempotency_key: self.origin.idempotency_key.clone(),
            endpoints: self.origin.endpoints,
            delivered: Vec::new(),
        };
        self.put(event);
    }

    /// The current state of an object.
    pub fn current<T: Object>(&self, id: &str) -> Option<T> {
        self.get::<T>(id).cloned()
    }

    pub fn into_output(self) -> Output {
        self.output
    }
}

impl Find for Draft<'_> {
    fn find(&self, id: &str) -> Option<&Record> {
        self.output.records.iter().find(|record| record.id() == id).or_else(|| self.store.find(id))
    }
}
