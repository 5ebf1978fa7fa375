//! The tab's session storage. If the browser blocks it, the app works but loses this state on reload.

use web_sys::Storage;

use super::dom;

/// A name for this app only. Storage and channels belong to the origin, which can have several apps below different
/// base paths.
#[must_use]
pub fn name_of_app(name: &str) -> String {
    let base = dom::base_href().unwrap_or_default();
    format!("{name}{}", base.trim_end_matches('/'))
}

fn storage() -> Option<Storage> {
    leptos::prelude::window().session_storage().ok().flatten()
}

/// The text that this app stored under a key.
#[must_use]
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(&name_of_app(key)).ok().flatten()
}

/// Stores a text under a key and returns whether it was stored.
pub fn write(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&name_of_app(key), text).is_ok())
}

/// Removes the text under a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        // A failure needs no handling: if storage is blocked, nothing is stored.
        storage.remove_item(&name_of_app(key)).ok();
    }
}
