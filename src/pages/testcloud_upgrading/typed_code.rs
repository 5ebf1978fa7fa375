//! A promotion code that was typed when the session ended, kept in the tab until the buyer is signed in again. It does
//! not go into the address, because it was not found yet.

use crate::platform::storage;

const KEY: &str = "tcu.code";

/// Keeps a code.
pub fn keep(code: &str) {
    storage::write(KEY, code);
}

/// Takes the code that was kept.
pub fn take() -> Option<String> {
    let code = storage::read(KEY);
    storage::remove(KEY);
    code
}
