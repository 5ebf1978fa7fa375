//! What the reader prefers: the browser's languages, and what this browser remembers for the app, also after it was
//! closed. Never anything secret. A browser may refuse to remember; then a choice holds until the page is left.

use leptos::prelude::window;
use web_sys::Storage;

/// The tags of the languages the reader has set the browser to, the most preferred first.
#[must_use]
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// What is remembered under a key.
#[must_use]
pub fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Remembers a text under a key; `None` forgets it.
pub fn remember(key: &str, text: Option<&str>) {
    let Some(storage) = storage() else { return };
    match text {
        Some(text) => storage.set_item(key, text).ok(),
        None => storage.remove_item(key).ok(),
    };
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
