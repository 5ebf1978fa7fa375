use leptos::prelude::*;

use super::{live, live_text};

/// A labelled field for one line of text, with what is wrong beside it.
#[component]
pub fn TextField(
    /// Ties the label and the problem to the field.
    id: &'static str,
    /// The label.
    label: &'static str,
    /// The text typed.
    value: RwSignal<String>,
    /// What is wrong, if anything.
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
    /// What to know before typing.
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
