use std::sync::{Mutex, OnceLock, PoisonError};

use crate::Step;

/// The address of a WebDriver, reserved for one session.
pub struct Lease(String);

static FREE: OnceLock<Mutex<Vec<String>>> = OnceLock::new();

impl Lease {
    /// Reserves an address that no other session of this run uses.
    pub fn take(all: &[String]) -> Step<Self> {
        let free = FREE.get_or_init(|| Mutex::new(all.to_vec()));
        let taken = free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        taken.map(Self).ok_or_else(|| "all drivers are taken".into())
    }

    /// Returns the address.
    pub fn address(&self) -> &str {
        &self.0
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(free) = FREE.get() {
            free.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(&mut self.0));
        }
    }
}
