//! The tab's own storage. A browser may refuse it; the app then forgets on reload and works otherwise.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    leptos::prelude::window().session_storage().ok().flatten()
}

/// What is stored under a key.
#[must_use]
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a text, in place of an earlier one. Says whether it was kept.
pub fn write(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Forgets what is stored under a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        // A refusal leaves nothing to mend.
        storage.remove_item(key).ok();
    }
}
