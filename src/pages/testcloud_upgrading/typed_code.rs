//! A promotion code that was typed when the session ended. It is stored in the tab until the buyer signs in again, and
//! not in the URL, because it is not confirmed.

use platform::storage;

const KEY: &str = "tcu.code";

/// Stores a code.
pub fn keep(code: &str) {
    storage::write(KEY, code);
}

/// Returns and removes the stored code.
pub fn take() -> Option<String> {
    let code = storage::read(KEY);
    storage::remove(KEY);
    code
}
