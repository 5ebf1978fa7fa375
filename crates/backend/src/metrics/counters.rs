use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Upper bounds of the duration's buckets in milliseconds, with the same in seconds as Prometheus writes it.
pub(super) const BUCKETS: [(u128, &str); 8] = [
    (5, "0.005"),
    (25, "0.025"),
    (100, "0.1"),
    (250, "0.25"),
    (1_000, "1"),
    (2_500, "2.5"),
    (10_000, "10"),
    (30_000, "30"),
];

/// Counters since the start of this process.
#[derive(Debug, Default)]
pub struct Metrics(Mutex<Counters>);

#[derive(Clone, Debug, Default)]
pub(super) struct Counters {
    /// By method, route and status.
    pub requests: BTreeMap<(String, String, u16), u64>,
    /// By bucket; not cumulative here.
    pub durations: [u64; BUCKETS.len()],
    pub duration_count: u64,
    pub duration_millis: u128,
    pub sign_ins: BTreeMap<&'static str, u64>,
    pub renewals: BTreeMap<&'static str, u64>,
    pub promotions_refused: u64,
    pub quotes_sealed: u64,
}

impl Metrics {
    /// Counts an answered request. `route` is the pattern, never the address: ids do not belong in metrics.
    pub fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut counters = self.counters();
        *counters.requests.entry((method.to_owned(), route.to_owned(), status)).or_default() += 1;
        let millis = took.as_millis();
        if let Some(bucket) = BUCKETS.iter().position(|(bound, _)| millis <= *bound) {
            counters.durations[bucket] += 1;
        }
        counters.duration_count += 1;
        counters.duration_millis += millis;
    }

    /// Counts a sign-in by what became of it.
    pub fn sign_in(&self, outcome: &'static str) {
        *self.counters().sign_ins.entry(outcome).or_default() += 1;
    }

    /// Counts a renewal by what became of it.
    pub fn renewal(&self, outcome: &'static str) {
        *self.counters().renewals.entry(outcome).or_default() += 1;
    }

    /// Counts a refused promotion code.
    pub fn promotion_refused(&self) {
        self.counters().promotions_refused += 1;
    }

    /// Counts a sealed quote.
    pub fn quote_sealed(&self) {
        self.counters().quotes_sealed += 1;
    }

    pub(super) fn counters(&self) -> MutexGuard<'_, Counters> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
