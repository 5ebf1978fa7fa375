//! The tab's session storage. If the browser blocks it, the app works but loses this state on reload.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    leptos::prelude::window().session_storage().ok().flatten()
}

/// The text stored under a key.
#[must_use]
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a text under a key and returns whether it was stored.
pub fn write(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Removes the text under a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        // A failure needs no handling: if storage is blocked, nothing is stored.
        storage.remove_item(key).ok();
    }
}
