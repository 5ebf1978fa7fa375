use leptos::{ev, prelude::*};
use platform::intl;

use crate::{
    text::{self, upgrade},
    view::{clicked, live, live_text, live_value},
};

/// Step of Page Up and Page Down, in sessions.
const PAGE: i64 = 5;
const FIELD: &str = "additional-sessions";

/// Selects the number of sessions to add: a text field between two buttons.
#[component]
pub fn SessionsStepper(
    /// The text of the field.
    #[prop(into)]
    entry: Signal<String>,
    /// The parsed number; `None` while the entry is invalid.
    #[prop(into)]
    added: Signal<Option<i64>>,
    /// Number of sessions before the upgrade.
    now: i64,
    /// Maximum number of additional sessions.
    most: i64,
    /// The error message, if the entry is invalid.
    #[prop(into)]
    problem: Signal<Option<String>>,
    /// Called with the text after every keystroke and click.
    #[prop(into)]
    on_entry: Callback<String>,
    /// Called when the field loses the focus.
    #[prop(into)]
    on_leave: Callback<()>,
) -> AnyView {
    let current = move || added.get_untracked().unwrap_or(0);
    let set = move |wanted: i64| on_entry.run(wanted.clamp(0, most).to_string());
    let on_key = move |ev: ev::KeyboardEvent| {
        // With a modifier, these keys select text or are browser shortcuts.
        if ev.shift_key() || ev.ctrl_key() || ev.alt_key() || ev.meta_key() {
            return;
        }
        let wanted = match ev.key().as_str() {
            "ArrowUp" => current().saturating_add(1),
            "ArrowDown" => current().saturating_sub(1),
            "PageUp" => current().saturating_add(PAGE),
            "PageDown" => current().saturating_sub(PAGE),
            "Home" => 0,
            "End" => most,
            _ => return,
        };
        ev.prevent_default();
        set(wanted);
    };
    let leave = move |_| {
        // A field that is removed with its page loses the focus after the page's state is disposed.
        on_leave.try_run(());
    };
    let at_least = move || added.get().is_some_and(|added| added <= 0);
    let at_most = move || added.get().is_some_and(|added| added >= most);
    let range = upgrade::sessions_range(&intl::count(most), &intl::count(now.saturating_add(most)));
    let limit = move || {
        if at_most() {
            upgrade::at_most_sessions(&intl::count(most))
        } else if at_least() {
            text::two_sentences(&range, upgrade::at_least_sessions())
        } else {
            range.clone()
        }
    };

    let result = move || {
        let Some(more) = added.get() else { return String::new() };
        let [now, more, total] = [now, more, now.saturating_add(more)].map(intl::count);
        upgrade::resulting_sessions(&now, &more, &total)
    };

    let first_entry = entry.get_untracked();
    live_value(FIELD, entry);

    view! {
        <div class="sessions-stepper field">
            <label for=FIELD>{text::additional_sessions()}</label>
            <div class="joined" role="group" aria-label=text::additional_sessions()>
                <button
                    type="button"
                    class="button secondary"
                    aria-label=upgrade::remove_one_session()
                    aria-disabled=live(move || at_least().to_string())
                    on:click=clicked(move || set(current().saturating_sub(1)))
                >
                    <span aria-hidden="true">"\u{2212}"</span>
                </button>
                <input
                    id=FIELD
                    name="add"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="24"
                    value=first_entry
                    aria-invalid=live(move || problem.with(Option::is_some).to_string())
                    aria-describedby="additional-sessions-problem additional-sessions-result additional-sessions-range"
                    on:input:target=move |ev| on_entry.run(ev.target().value())
                    on:keydown=on_key
                    on:blur=leave
                />
                <button
                    type="button"
                    class="button secondary"
                    aria-label=upgrade::add_one_session()
                    aria-disabled=live(move || at_most().to_string())
                    on:click=clicked(move || set(current().saturating_add(1)))
                >
                    <span aria-hidden="true">"+"</span>
                </button>
            </div>
            <p id="additional-sessions-problem" class="problem">{live_text(move || problem.get().unwrap_or_default())}</p>
            <p id="additional-sessions-result" class="result">
                {live_text(result)}
            </p>
            <p id="additional-sessions-range" class="hint">{live_text(limit)}</p>
        </div>
    }
    .into_any()
}
