//! The tab's session storage. If the browser blocks it, the app works but loses this state on reload.

use std::{cell::RefCell, collections::BTreeMap};

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

thread_local! {
    /// What the browser did not store.
    static MEMORY: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// The text that this app stored under a key.
#[must_use]
pub fn read(key: &str) -> Option<String> {
    let stored = storage().and_then(|storage| storage.get_item(&name_of_app(key)).ok().flatten());
    stored.or_else(|| MEMORY.with_borrow(|memory| memory.get(key).cloned()))
}

/// Stores a text under a key and returns whether the browser stored it. Otherwise it is kept until the page is reloaded.
pub fn write(key: &str, text: &str) -> bool {
    let is_stored = storage().is_some_and(|storage| storage.set_item(&name_of_app(key), text).is_ok());
    MEMORY.with_borrow_mut(|memory| {
        if is_stored { memory.remove(key) } else { memory.insert(key.to_owned(), text.to_owned()) }
    });
    is_stored
}

/// Removes the text under a key.
pub fn remove(key: &str) {
    MEMORY.with_borrow_mut(|memory| memory.remove(key));
    if let Some(storage) = storage() {
        // A failure needs no handling: if storage is blocked, nothing is stored.
        storage.remove_item(&name_of_app(key)).ok();
    }
}
