use leptos::{ev, prelude::*};

use crate::{
    text::upgrade,
    view::{clicked, live, live_text},
};

/// The state of a promotion code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeState {
    /// No code is applied.
    None,
    /// The lookup is in progress.
    Checking,
    /// The code is applied: the code and its effect.
    Applied(String, String),
    /// The code is not applied: the reason and what to do.
    Refused(String),
}

/// The field for a promotion code, in a disclosure. It is optional and never blocks a payment without a code.
#[component]
pub fn PromotionField(
    /// The text of the field.
    #[prop(into)]
    entry: Signal<String>,
    /// The state of the code.
    #[prop(into)]
    state: Signal<CodeState>,
    /// Called with the text after every keystroke.
    #[prop(into)]
    on_entry: Callback<String>,
    /// Looks up the code.
    #[prop(into)]
    on_apply: Callback<()>,
    /// Removes the code.
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
            // Not a live region, because the renewal amount changes with every keystroke.
            <p class="hint">{live_text(effect)}</p>
        </details>
    }
    .into_any()
}
