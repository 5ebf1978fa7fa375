//! Keeps the draft in the address.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use billing::MAX_SESSIONS;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use crate::{
    components::{Delay, effect},
    platform::address,
    state::upgrade::{Draft, Unreadable, UpgradeForm},
};

/// How long after the last change the address is written: browsers limit how often it may be.
const WRITE_AFTER: Duration = Duration::from_millis(300);

/// The draft in the address as it is now.
pub fn read() -> (Draft, Vec<Unreadable>) {
    let location = use_location();
    let here = location.pathname.get_untracked();
    let query = address::query_of(&here).unwrap_or_else(|| location.search.get_untracked());
    Draft::read(|name| address::parameter(&query, name), MAX_SESSIONS)
}

/// Writes the form into the address after every change, until the page is left.
pub fn mirror(form: UpgradeForm) {
    let delay = Delay::new();
    let written = RefCell::new(None::<String>);
    effect(move || {
        let query = form.draft().query();
        // The first run sees what the page was opened with, readable or not.
        let before = written.replace(Some(query.clone()));
        if before.is_some_and(|before| before != query) {
            delay.restart(WRITE_AFTER, move || address::replace_query(&query));
        }
    });
}

/// Follows a link to another draft of the same page, which changes the address without making the page anew.
pub fn follow(form: UpgradeForm) {
    let query = use_query_map();
    let is_opening = Cell::new(true);
    effect(move || {
        let (draft, _) = query.with(|query| Draft::read(|name| query.get(name), MAX_SESSIONS));
        if !is_opening.replace(false) {
            form.fill(&draft);
        }
    });
}
