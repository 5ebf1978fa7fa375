//! The browser's languages, and preferences in local storage. Nothing secret is stored. If the browser blocks storage,
//! a choice lasts until the page is closed.

use leptos::prelude::window;
use web_sys::Storage;

/// The tags of the browser's languages, most preferred first.
#[must_use]
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// The text stored under a key.
#[must_use]
pub fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a text under a key.
pub fn remember(key: &str, text: &str) {
    if let Some(storage) = storage() {
        // A failure needs no handling: the choice then lasts until the page is closed.
        storage.set_item(key, text).ok();
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
