use leptos::prelude::*;

use crate::view::{live, live_text};

/// A labeled single-line text field with an inline error message.
#[component]
pub fn TextField(
    /// Id of the input, which also links the label and the error message.
    id: &'static str,
    /// The label.
    label: &'static str,
    /// The entered text.
    value: RwSignal<String>,
    /// The error message, if the text is invalid.
    #[prop(into)]
    problem: Signal<Option<String>>,
    /// The input's `type`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The input's `autocomplete`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The input's `inputmode`.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Help text above the input.
    #[prop(optional)]
    hint: Option<&'static str>,
) -> AnyView {
    let (hint_id, problem_id) = (format!("{id}-hint"), format!("{id}-problem"));
    let described = format!("{hint_id} {problem_id}");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <input
                id=id
                name=id
                type=kind
                autocomplete=autocomplete
                inputmode=inputmode
                spellcheck="false"
                autocapitalize="none"
                aria-describedby=described
                aria-invalid=live(move || problem.with(Option::is_some).to_string())
                prop:value=value
                on:input:target=move |ev| value.set(ev.target().value())
            />
            <p class="problem" id=problem_id hidden=live(move || problem.with(Option::is_none))>{live_text(move || problem.get().unwrap_or_default())}</p>
        </div>
    }
    .into_any()
}
