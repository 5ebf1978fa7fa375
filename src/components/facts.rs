use leptos::prelude::*;

use super::live_text;

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

/// An amount, a number or a date: translation leaves it alone, and it keeps its own direction.
pub fn figure(figure: String) -> AnyView {
    isolated(figure.into_any())
}

/// A [`figure`] that changes.
pub fn live_figure(read: impl Fn() -> String + Send + 'static) -> AnyView {
    isolated(live_text(read))
}

fn isolated(figure: AnyView) -> AnyView {
    view! { <bdi translate="no">{figure}</bdi> }.into_any()
}

/// What stands in for a text of about this many letters until it is known.
pub fn skeleton(letters: u8) -> AnyView {
    view! { <span class="skeleton" style=("--width", format!("{letters}ch"))></span> }.into_any()
}
