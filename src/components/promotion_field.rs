use leptos::{ev, prelude::*};

use super::{clicked, live, live_text};
use crate::text::upgrade;

/// What the field says about a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeState {
    /// Nothing applied.
    None,
    /// Being looked up.
    Checking,
    /// Applied: its code and what it does.
    Applied(String, String),
    /// Not applied, with the reason and what to do.
    Refused(String),
}

/// Takes a promotion code behind a disclosure. Optional, and never in the way of paying without it.
#[component]
pub fn PromotionField(
    /// The text of the field.
    #[prop(into)]
    entry: Signal<String>,
    /// What became of the code.
    #[prop(into)]
    state: Signal<CodeState>,
    /// Receives the text after every keystroke.
    #[prop(into)]
    on_entry: Callback<String>,
    /// Looks the code up.
    #[prop(into)]
    on_apply: Callback<()>,
    /// Takes the code away again.
    #[prop(into)]
    on_remove: Callback<()>,
) -> AnyView {
    let is_applied = move || matches!(state.get(), CodeState::Applied(..));
    let is_refused = move || matches!(state.get(), CodeState::Refused(_));
    let is_checking = move || state.get() == CodeState::Checking;
    let opened_by_link = state.with_untracked(|state| *state != CodeState::None)
        || entry.with_untracked(|entry| !entry.is_empty());
    let submit = move |ev: ev::SubmitEvent| {
        ev.prevent_default();
        on_apply.run(());
    };
    let applied = move || match state.get() {
        CodeState::Applied(code, _) => upgrade::code_applied(&code),
        _ => String::new(),
    };
    let message = move || match state.get() {
        CodeState::Refused(reason) => reason,
        _ => String::new(),
    };
    let effect = move || match state.get() {
        CodeState::Applied(_, effect) => effect,
        _ => String::new(),
    };
    let tone = move || if is_refused() { "problem".to_owned() } else { "hint".to_owned() };
    let label = move || {
        if is_checking() { upgrade::checking_code().to_owned() } else { upgrade::apply_code().to_owned() }
    };

    view! {
        <details class="promotion-field field" open=opened_by_link>
            <summary>{upgrade::have_a_code()}</summary>
            <form class="field" hidden=live(is_applied) on:submit=submit novalidate>
                <label for="promotion-code">{upgrade::promotion_code()}</label>
                <div class="joined">
                    <input
                        id="promotion-code"
                        name="code"
                        type="text"
                        autocomplete="off"
                        autocapitalize="characters"
                        spellcheck="false"
                        maxlength="64"
                        prop:value=entry
                        aria-invalid=live(move || is_refused().to_string())
                        aria-describedby="promotion-message"
                        on:input:target=move |ev| on_entry.run(ev.target().value())
                    />
                    <button type="submit" class="button secondary" aria-disabled=live(move || is_checking().to_string())>
                        {live_text(label)}
                    </button>
                </div>
            </form>
            <div class="spread" hidden=live(move || !is_applied())>
                <strong role="status">{live_text(applied)}</strong>
                <button
                    id="promotion-remove"
                    type="button"
                    class="button quiet small"
                    on:click=clicked(move || on_remove.run(()))
                >
                    {upgrade::remove_code()}
                </button>
            </div>
            <p id="promotion-message" role="status" class=live(tone)>{live_text(message)}</p>
            // Follows every key with the amount of the renewal, so it is not read out by itself.
            <p class="hint">{live_text(effect)}</p>
        </details>
    }
    .into_any()
}
