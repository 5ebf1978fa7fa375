use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// What a fault does to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The answer comes late.
    Delay,
    /// The call fails before it is executed. With 500, the failure is replayed to its idempotency key.
    ErrorBefore,
    /// The call is executed, but its answer is an error. With 500, the error is replayed to its idempotency key.
    ErrorAfter,
    /// The connection is closed before the call is executed.
    DropBefore,
    /// The connection is closed after the call is executed.
    DropAfter,
    /// The call is refused with 429.
    RateLimit,
    /// The call is refused with 403, as if the restricted key had no permission.
    Forbidden,
    /// The call is refused with 401, as if the key had been revoked.
    Unauthorized,
    /// The call is executed, and the second half of its answer is missing.
    Truncate,
    /// The call is executed, and its answer is not JSON.
    Garbage,
    /// The call is executed, and its answer has another amount.
    WrongAmount,
}

/// A fault of the next calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The name of the call, such as `payment_intents.confirm`, or `*` for every call.
    pub call: String,
    pub kind: FaultKind,
    /// The number of calls that are affected.
    #[serde(default = "one")]
    pub times: u32,
    /// The status of an error.
    #[serde(default)]
    pub status: Option<u16>,
    /// The length of a delay, in milliseconds.
    #[serde(default)]
    pub milliseconds: Option<u64>,
    /// The `Retry-After` of a refusal with 429, in seconds.
    #[serde(default)]
    pub retry_after: Option<u32>,
}

impl Fault {
    /// The fault in the book, such as `payment_intents.confirm error_before`.
    pub fn describe(&self) -> String {
        let kind = serde_json::to_value(self.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
        format!("{} {}", self.call, kind.unwrap_or_default())
    }
}

const fn one() -> u32 {
    1
}

/// The faults that are set. A restart removes them.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Adds a fault.
    pub fn add(&self, fault: Fault) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    /// Removes all faults.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The faults that are left.
    pub fn list(&self) -> Vec<Fault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Uses up the first fault of a call.
    pub fn take(&self, call: &str) -> Option<Fault> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = faults.iter().position(|fault| fault.call == call || fault.call == "*")?;
        let fault = faults.get_mut(place)?;
        fault.times = fault.times.saturating_sub(1);
        let taken = fault.clone();
        if taken.times == 0 {
            faults.remove(place);
        }
        Some(taken)
    }
}
