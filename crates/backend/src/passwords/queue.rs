use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ipnet::IpNet;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::limits::Guesser;

/// The most hashes computed at once. Each uses 19 MiB and one CPU.
pub(super) const MAX_PARALLEL: usize = 2;
/// The most sign-ins that compute or wait. A hash takes about 30 ms, so the last one waits about half a second.
const PLACES: usize = 32;
/// The places reserved for people who have signed in from their network before.
const PLACES_FOR_KNOWN: usize = 8;
/// The places of one e-mail address. Known people and strangers have these places each, so that strangers cannot take
/// those of the person.
const PLACES_PER_EMAIL: usize = 2;
/// The places of the strangers in one network: an IPv4 address or an IPv6 /64.
const PLACES_PER_NETWORK: usize = 4;
/// The places of one allocation: an IPv4 /24 or an IPv6 /48. Known people and strangers have these places each.
const PLACES_PER_ALLOCATION: usize = 8;

/// A short queue for computing password hashes.
///
/// No single customer can fill the queue: with one account and one allocation, a customer holds at most 10 of the 32
/// places, and at most 2 of those that are reserved for known people.
#[derive(Debug)]
pub struct HashQueue {
    turns: Semaphore,
    places: Mutex<Places>,
}

#[derive(Debug, Default)]
struct Places {
    used: usize,
    by_holder: HashMap<Holder, usize>,
}

/// The holder of places: known people or strangers, with an e-mail address or in a network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Holder {
    is_known: bool,
    kind: HolderKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum HolderKind {
    Email(String),
    Network(IpNet),
}

impl Holder {
    /// The holders of a try's place, with their shares.
    fn of(guesser: &Guesser, is_known: bool) -> Vec<(Self, usize)> {
        let holder = |kind| Self { is_known, kind };
        let mut holders = vec![
            (holder(HolderKind::Email(guesser.pair.email.clone())), PLACES_PER_EMAIL),
            (holder(HolderKind::Network(guesser.networks.widest())), PLACES_PER_ALLOCATION),
        ];
        if !is_known {
            holders.push((holder(HolderKind::Network(guesser.networks.narrowest())), PLACES_PER_NETWORK));
        }
        holders
    }
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
    holders: Vec<Holder>,
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
        let limit = if known { PLACES } else { PLACES - PLACES_FOR_KNOWN };
        let shares = Holder::of(guesser, known);
        let mut places = self.places();
        let is_free = |(holder, share): &(Holder, usize)| {
            places.by_holder.get(holder).copied().unwrap_or_default() < *share
        };
        if places.used >= limit || !shares.iter().all(is_free) {
            return None;
        }
        places.used += 1;
        let holders: Vec<Holder> = shares.into_iter().map(|(holder, _)| holder).collect();
        for holder in &holders {
            *places.by_holder.entry(holder.clone()).or_default() += 1;
        }
        Some(Place { queue: self, holders })
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut places = self.queue.places();
        places.used = places.used.saturating_sub(1);
        for holder in &self.holders {
            if let Some(held) = places.by_holder.get_mut(holder) {
                *held = held.saturating_sub(1);
                if *held == 0 {
                    places.by_holder.remove(holder);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guesser(email: &str, address: &str) -> Guesser {
        Guesser::new(email, address.parse().unwrap())
    }

    /// The places that strangers with different e-mail addresses get.
    fn strangers(queue: &HashQueue, addresses: impl Iterator<Item = String>) -> Vec<Place<'_>> {
        let guessers =
            addresses.enumerate().map(|(n, address)| guesser(&format!("{n}@example.com"), &address));
        guessers.filter_map(|guesser| queue.place(&guesser, false)).collect()
    }

    #[test]
    fn networks_and_allocations_have_a_share_of_the_queue() {
        let queue = HashQueue::default();
        let one_24 = |last: usize| format!("192.0.2.{last}");
        let one_48 = |subnet: usize| format!("2001:db8:1:{subnet:x}::1");

        let address = strangers(&queue, (0..20).map(|_| one_24(1)));
        assert_eq!(address.len(), 4);
        let allocation = strangers(&queue, (0..100).map(one_24));
        assert_eq!(address.len() + allocation.len(), 8);
        let other = strangers(&queue, (0..100).map(one_48));
        assert_eq!(other.len(), 8);
        assert!(queue.place(&guesser("owner@example.com", "198.51.100.1"), false).is_some());

        drop((address, allocation, other));
        assert!(queue.places().by_holder.is_empty());
        assert_eq!(queue.places().used, 0);
    }

    #[test]
    fn one_email_address_has_a_share_of_the_queue_that_strangers_cannot_take() {
        let queue = HashQueue::default();
        let places = |is_known: bool| -> Vec<_> {
            let guessers = (0..20).map(|n| guesser("owner@example.com", &format!("198.51.{n}.1")));
            guessers.filter_map(|guesser| queue.place(&guesser, is_known)).collect()
        };

        let of_strangers = places(false);
        let of_known = places(true);

        assert_eq!((of_strangers.len(), of_known.len()), (2, 2));
        assert!(queue.place(&guesser("billing@example.com", "198.51.0.1"), false).is_some());
    }

    #[test]
    fn strangers_leave_places_for_known_people() {
        let queue = HashQueue::default();

        let held = strangers(&queue, (0..100).map(|n| format!("198.51.{n}.1")));

        assert_eq!(held.len(), PLACES - PLACES_FOR_KNOWN);
        assert!(queue.place(&guesser("owner@example.com", "192.0.2.200"), true).is_some());
    }

    #[test]
    fn known_people_of_one_allocation_leave_places_for_others() {
        let queue = HashQueue::default();
        let known = |n: usize| guesser(&format!("{n}@example.com"), &format!("192.0.2.{n}"));

        let held: Vec<_> = (0..100).filter_map(|n| queue.place(&known(n), true)).collect();

        assert_eq!(held.len(), 8);
        assert!(queue.place(&guesser("owner@example.com", "198.51.100.1"), true).is_some());
        assert!(queue.place(&guesser("owner@example.com", "198.51.100.1"), false).is_some());
    }
}
