use leptos::prelude::*;

/// One row of a list of facts: a term and what it is.
pub fn fact(term: &'static str, detail: AnyView) -> AnyView {
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{detail}</dd>
        </div>
    }
    .into_any()
}

/// What stands in for a text of about this many letters until it is known.
pub fn skeleton(letters: u8) -> AnyView {
    view! { <span class="skeleton" style=("--width", format!("{letters}ch"))></span> }.into_any()
}
