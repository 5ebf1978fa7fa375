use leptos::{ev, html, prelude::*};

use crate::text::upgrade as text;

/// What the field says about a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeState {
    /// Nothing applied.
    None,
    /// Being looked up.
    Checking,
    /// Applied: its code and what it does.
    Applied(String, String),
    /// Applied and left out for now, with the reason.
    LeftOut(String, String),
    /// Refused, with what to do.
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
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let is_applied =
        Memo::new(move |_| matches!(state.get(), CodeState::Applied(..) | CodeState::LeftOut(..)));
    let opened_by_link = state.with_untracked(|state| *state != CodeState::None)
        || entry.with_untracked(|entry| !entry.is_empty());
    let submit = move |ev: ev::SubmitEvent| {
        ev.prevent_default();
        on_apply.run(());
    };
    let remove = move |_| {
        on_remove.run(());
        // The button that had focus is gone; the field it belonged to takes it.
        request_animation_frame(move || {
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
        });
    };
    let message = move || match state.get() {
        CodeState::None | CodeState::Checking => String::new(),
        CodeState::Applied(_, effect) => effect,
        CodeState::LeftOut(_, reason) | CodeState::Refused(reason) => reason,
    };
    let is_refused = move || matches!(state.get(), CodeState::Refused(_) | CodeState::LeftOut(..));

    view! {
        <details class="promotion-field field" open=opened_by_link>
            <summary>{text::HAVE_A_CODE}</summary>
            <Show
                when=move || is_applied.get()
                fallback=move || view! {
                    <form class="field" on:submit=submit novalidate>
                        <label for="promotion-code">{text::PROMOTION_CODE}</label>
                        <div class="joined">
                            <input
                                id="promotion-code"
                                name="code"
                                type="text"
                                autocomplete="off"
                                autocapitalize="characters"
                                spellcheck="false"
                                maxlength="64"
                                node_ref=field
                                prop:value=move || entry.get()
                                aria-invalid=move || matches!(state.get(), CodeState::Refused(_)).to_string()
                                aria-describedby="promotion-message"
                                on:input:target=move |ev| on_entry.run(ev.target().value())
                            />
                            <button
                                type="submit"
                                class="button secondary"
                                aria-disabled=move || (state.get() == CodeState::Checking).to_string()
                            >
                                {move || if state.get() == CodeState::Checking { "Checking \u{2026}" } else { "Apply" }}
                            </button>
                        </div>
                    </form>
                }
            >
                <div class="spread">
                    <strong>
                        {move || match state.get() {
                            CodeState::Applied(code, _) => text::code_applied(&code),
                            CodeState::LeftOut(code, _) => code,
                            _ => String::new(),
                        }}
                    </strong>
                    <button type="button" class="button quiet small" on:click=remove>"Remove"</button>
                </div>
            </Show>
            <p id="promotion-message" role="status" class:problem=is_refused class:hint=move || !is_refused()>
                {message}
            </p>
        </details>
    }
}
