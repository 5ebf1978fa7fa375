//! What the reader prefers: the browser's languages, and what this browser remembers for the app. Never anything secret.

use leptos::prelude::window;

/// The tags of the languages the reader has set the browser to, the most preferred first.
#[must_use]
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// What is remembered under a key, also after the browser was closed. A browser may refuse to remember.
#[must_use]
pub fn remembered(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// Remembers a text under a key.
pub fn remember(key: &str, text: &str) {
    if let Some(storage) = window().local_storage().ok().flatten() {
        // Where it is refused, the choice holds until the page is left.
        storage.set_item(key, text).ok();
    }
}
