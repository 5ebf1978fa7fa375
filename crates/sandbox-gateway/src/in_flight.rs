use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The idempotency keys of requests in progress.
#[derive(Clone, Debug, Default)]
pub struct InFlight(Arc<Mutex<HashSet<String>>>);

/// A key in use, until it is dropped.
#[derive(Debug)]
pub struct KeyInUse {
    keys: InFlight,
    key: String,
}

impl InFlight {
    /// Marks a key as in use. Returns `None` if it is already in use.
    pub fn claim(&self, key: &str) -> Option<KeyInUse> {
        let is_new = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned());
        is_new.then(|| KeyInUse { keys: self.clone(), key: key.to_owned() })
    }
}

impl Drop for KeyInUse {
    fn drop(&mut self) {
        self.keys.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
