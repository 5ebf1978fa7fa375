use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};

use super::limits::Guesser;

/// The most hashes computed at once. Each uses 19 MiB and one CPU.
const MAX_PARALLEL: usize = 2;
/// The most sign-ins that compute or wait. A hash takes about 30 ms, so the last one waits about half a second.
const PLACES: usize = 32;
/// The places reserved for people who have signed in from their network before.
const PLACES_FOR_KNOWN: usize = 8;
const PLACES_PER_NETWORK: usize = 8;
const PLACES_PER_KNOWN_PAIR: usize = 2;

/// A short queue for computing password hashes.
#[derive(Debug)]
pub struct HashQueue {
    turns: Semaphore,
    places: Mutex<Places>,
}

#[derive(Debug, Default)]
struct Places {
    used: usize,
    /// Places by network, or by pair for a known one.
    by_holder: HashMap<String, usize>,
}

/// The permission to compute one hash. Dropping it lets the next one start.
#[derive(Debug)]
pub struct Turn<'a> {
    _place: Place<'a>,
    _permit: SemaphorePermit<'a>,
}

#[derive(Debug)]
struct Place<'a> {
    queue: &'a HashQueue,
    holder: String,
}

impl Default for HashQueue {
    fn default() -> Self {
        Self { turns: Semaphore::new(MAX_PARALLEL), places: Mutex::default() }
    }
}

impl HashQueue {
    /// Waits for a turn. Returns `None` when the queue, or the caller's share of it, is full.
    pub async fn turn(&self, guesser: &Guesser, known: bool) -> Option<Turn<'_>> {
        let place = self.place(guesser, known)?;
        // The semaphore is never closed.
        let permit = self.turns.acquire().await.ok()?;
        Some(Turn { _place: place, _permit: permit })
    }

    fn place(&self, guesser: &Guesser, known: bool) -> Option<Place<'_>> {
        let (holder, share, limit) = if known {
            (&guesser.pair.pair, PLACES_PER_KNOWN_PAIR, PLACES)
        } else {
            (&guesser.network, PLACES_PER_NETWORK, PLACES - PLACES_FOR_KNOWN)
        };
        let mut places = self.places();
        let held = places.by_holder.get(holder).copied().unwrap_or_default();
        if places.used >= limit || held >= share {
            return None;
        }
        places.used += 1;
        places.by_holder.insert(holder.clone(), held + 1);
        Some(Place { queue: self, holder: holder.clone() })
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut places = self.queue.places();
        places.used = places.used.saturating_sub(1);
        if let Some(held) = places.by_holder.get_mut(&self.holder) {
            *held = held.saturating_sub(1);
            if *held == 0 {
                places.by_holder.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    fn guesser(last: u8) -> Guesser {
        Guesser::new("owner@example.com", IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)))
    }

    #[test]
    fn one_network_has_a_share_of_the_queue() {
        let queue = HashQueue::default();

        let held: Vec<_> = (0..20).filter_map(|_| queue.place(&guesser(1), false)).collect();

        assert_eq!(held.len(), PLACES_PER_NETWORK);
        assert!(queue.place(&guesser(2), false).is_some());
        drop(held);
        assert!(queue.place(&guesser(1), false).is_some());
        assert!(queue.places().by_holder.is_empty());
    }

    #[test]
    fn strangers_leave_places_for_known_people() {
        let queue = HashQueue::default();

        let held: Vec<_> = (0..100).filter_map(|last| queue.place(&guesser(last), false)).collect();

        assert_eq!(held.len(), PLACES - PLACES_FOR_KNOWN);
        assert!(queue.place(&guesser(200), true).is_some());
    }
}
