use leptos::prelude::*;

use crate::{
    text::{
        self,
        language::{LANGUAGES, Language},
    },
    view::live_text,
};

/// Selects the language of the page. Every language is listed by its own name.
#[component]
pub fn LanguageSelect(
    /// The active language.
    language: &'static Language,
    /// Whether the last selected language could not be loaded.
    #[prop(into)]
    failed: Signal<bool>,
    /// Called with the tag of the selected language.
    #[prop(into)]
    on_change: Callback<String>,
) -> AnyView {
    let options: Vec<_> = LANGUAGES
        .iter()
        .map(|Language { tag, name, .. }| {
            let is_chosen = *tag == language.tag;
            view! { <option value=*tag lang=*tag selected=is_chosen>{*name}</option> }
        })
        .collect();
    let problem = move || if failed.get() { text::language_not_loaded().to_owned() } else { String::new() };
    view! {
        <label class="language-select">
            <span>{text::language()}</span>
            <select id="language" on:change:target=move |ev| on_change.run(ev.target().value())>
                {options}
            </select>
        </label>
        <p role="alert" class="problem">{live_text(problem)}</p>
    }
    .into_any()
}
