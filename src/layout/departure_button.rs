use leptos::prelude::*;

use crate::{
    components::NoticeView,
    state::Departure,
    view::{clicked, live, live_text, live_view},
};

/// The texts of a button that leaves for a page of the gateway or the bank.
#[derive(Clone, Copy)]
pub struct DepartureWords {
    /// The button.
    pub button: &'static str,
    /// The button, while the browser leaves.
    pub leaving: &'static str,
    /// In a frame, the link that replaces the button.
    pub link: &'static str,
    /// In a frame, below the link.
    pub hint: &'static str,
}

/// A button that leaves for a page of the gateway or the bank, or, in a frame, the link to it, with the same id. While
/// `is_blocked`, a press does nothing.
pub fn departure_button(
    departure: Departure,
    id: &'static str,
    class: &'static str,
    words: DepartureWords,
    is_blocked: Signal<bool>,
) -> AnyView {
    let press = move || {
        if !is_blocked.get_untracked() {
            departure.start();
        }
    };
    let is_disabled = move || (is_blocked.get() || departure.is_leaving()).to_string();
    let label = move || (if departure.is_leaving() { words.leaving } else { words.button }).to_owned();
    live_view(move || match departure.link() {
        // The page refuses frames.
        Some(href) => view! {
            <a id=id class="button" href=href target="_blank" rel="noopener">{words.link}</a>
            <p class="hint">{words.hint}</p>
        }
        .into_any(),
        None => view! {
            <button
                id=id
                type="button"
                class=class
                aria-disabled=live(is_disabled)
                aria-busy=live(move || departure.is_leaving().to_string())
                on:click=clicked(press)
            >
                {live_text(label)}
            </button>
        }
        .into_any(),
    })
}

/// The notice about a request that failed.
pub fn departure_notice(departure: Departure) -> AnyView {
    live_view(move || departure.notice().map(|notice| view! { <NoticeView notice/> }).into_any())
}
