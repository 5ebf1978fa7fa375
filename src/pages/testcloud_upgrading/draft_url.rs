//! Synchronizes the draft with the URL.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use billing::MAX_SESSIONS;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use platform::address;

use crate::{
    state::{
        portal::{PortalEvent, report},
        upgrade::{Draft, InvalidParameter, UpgradeForm},
    },
    view::{Delay, effect},
};

/// Debounce interval for writing the URL, because browsers limit how often it may be written.
const WRITE_AFTER: Duration = Duration::from_millis(300);

/// Reads the draft in the current URL.
pub fn read_draft() -> (Draft, Vec<InvalidParameter>) {
    let location = use_location();
    let here = location.pathname.get_untracked();
    let query = address::query_of(&here).unwrap_or_else(|| location.search.get_untracked());
    Draft::read(|name| address::parameter(&query, name), MAX_SESSIONS)
}

/// Writes the form to the URL after every change, until the page is left.
pub fn sync_to_url(form: UpgradeForm) {
    let delay = Delay::new();
    let last_query = RefCell::new(None::<String>);
    effect(move || {
        let draft = form.draft();
        report(|| PortalEvent::DraftChanged {
            add: draft.add,
            cycle: form.cycle.get(),
            has_code: form.code_entry.with(|code| !code.is_empty()),
        });
        let query = draft.query();
        // The first run sees the URL that the page was opened with, which stays unchanged even if it is invalid.
        let before = last_query.replace(Some(query.clone()));
        if before.is_some_and(|before| before != query) {
            delay.restart(WRITE_AFTER, move || address::replace_query(&query));
        }
    });
}

/// Fills the form after navigation to another draft of this page, which changes the URL but does not render the page
/// again.
pub fn sync_from_url(form: UpgradeForm) {
    let query = use_query_map();
    let is_opening = Cell::new(true);
    effect(move || {
        let (draft, _) = query.with(|query| Draft::read(|name| query.get(name), MAX_SESSIONS));
        if !is_opening.replace(false) {
            form.fill(&draft);
        }
    });
}
