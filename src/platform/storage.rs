//! The tab's own storage, and marks of the whole browser. A browser may refuse it; the app then forgets on reload and works otherwise.

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

/// Whether a mark was left in this browser, in whichever tab.
#[must_use]
pub fn is_marked(mark: &str) -> bool {
    marks().is_some_and(|marks| marks.get_item(mark).ok().flatten().is_some())
}

/// Leaves a mark in this browser, or takes it away. A browser may refuse; then there is none.
pub fn mark(mark: &str, is_left: bool) {
    if let Some(marks) = marks() {
        let done = if is_left { marks.set_item(mark, "") } else { marks.remove_item(mark) };
        done.ok();
    }
}

fn marks() -> Option<Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

/// Forgets what is stored under a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        // A refusal leaves nothing to mend.
        storage.remove_item(key).ok();
    }
}
