use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::Endpoint;
use crate::engine::Store;
use crate::records::{Event, Kind};

const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// An event that an endpoint has not accepted yet.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub event: String,
    pub endpoint: Endpoint,
    pub tries: u32,
    due: Instant,
}

/// The webhook endpoints and the events that they must receive.
#[derive(Debug, Default)]
pub struct Deliveries {
    endpoints: RwLock<Vec<Endpoint>>,
    queue: Mutex<Vec<Delivery>>,
    is_paused: AtomicBool,
    pub changed: Notify,
}

impl Deliveries {
    pub fn new(endpoints: Vec<Endpoint>) -> Self {
        Self { endpoints: RwLock::new(endpoints), ..Self::default() }
    }

    pub fn endpoints(&self) -> Vec<Endpoint> {
        self.endpoints.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Adds an endpoint, or replaces the secret of the same URL.
    pub fn add_endpoint(&self, endpoint: Endpoint) {
        let mut endpoints = self.endpoints.write().unwrap_or_else(PoisonError::into_inner);
        endpoints.retain(|known| known.id != endpoint.id);
        endpoints.push(endpoint);
    }

    /// Removes an endpoint and its deliveries. Returns whether it was known.
    pub fn remove_endpoint(&self, id: &str) -> bool {
        let mut endpoints = self.endpoints.write().unwrap_or_else(PoisonError::into_inner);
        let before = endpoints.len();
        endpoints.retain(|known| known.id != id);
        self.queue().retain(|delivery| delivery.endpoint.id != id);
        endpoints.len() < before
    }

    /// Queues the events that the endpoints had not accepted before a restart.
    pub fn resume(&self, store: &Store) {
        let events: Vec<&Event> = store.newest(Kind::Event).collect();
        for event in events.into_iter().rev() {
            for endpoint in self.endpoints() {
                if event.endpoints > 0 && !event.delivered.contains(&endpoint.id) {
                    self.push(&event.id, endpoint);
                }
            }
        }
    }

    /// Queues new events for all endpoints.
    pub fn add_new(&self, events: Vec<String>) {
        for event in events {
            self.deliver_again(&event);
        }
    }

    /// Queues an event for all endpoints.
    pub fn deliver_again(&self, event: &str) {
        for endpoint in self.endpoints() {
            self.push(event, endpoint);
        }
        self.changed.notify_one();
    }

    pub fn set_paused(&self, is_paused: bool) {
        self.is_paused.store(is_paused, Ordering::SeqCst);
        self.changed.notify_one();
    }

    pub fn is_paused(&self) -> bool {
        self.is_paused.load(Ordering::SeqCst)
    }

    /// The number of deliveries that wait.
    pub fn waiting(&self) -> usize {
        self.queue().len()
    }

    /// Takes the deliveries that are due, and the time until the next one.
    pub fn take_due(&self) -> (Vec<Delivery>, Duration) {
        if self.is_paused() {
            return (Vec::new(), LONGEST_WAIT);
        }
        let now = Instant::now();
        let mut queue = self.queue();
        let (due, later) = std::mem::take(&mut *queue).into_iter().partition(|delivery| delivery.due <= now);
        *queue = later;
        let next = queue.iter().map(|delivery| delivery.due.saturating_duration_since(now)).min();
        (due, next.unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT))
    }

    /// Queues a delivery again, after 1 s, 2 s, 4 s and so on up to a minute.
    pub fn retry(&self, delivery: Delivery) {
        if !self.endpoints().iter().any(|endpoint| endpoint.id == delivery.endpoint.id) {
            return;
        }
        let wait = Duration::from_secs(1 << delivery.tries.min(6)).min(LONGEST_WAIT);
        let due = Instant::now() + wait;
        self.queue().push(Delivery { tries: delivery.tries.saturating_add(1), due, ..delivery });
        self.changed.notify_one();
    }

    fn push(&self, event: &str, endpoint: Endpoint) {
        let delivery = Delivery { event: event.to_owned(), endpoint, tries: 0, due: Instant::now() };
        self.queue().push(delivery);
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, Vec<Delivery>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
