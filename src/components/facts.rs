use leptos::prelude::*;

use crate::view::live_text;

/// A row of a definition list.
pub fn fact(term: &'static str, detail: AnyView) -> AnyView {
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{detail}</dd>
        </div>
    }
    .into_any()
}

/// An amount, a number or a date. Excluded from page translation, with isolated text direction.
pub fn figure(figure: String) -> AnyView {
    isolate(figure.into_any())
}

/// A reactive [`figure`].
pub fn live_figure(read: impl Fn() -> String + Send + 'static) -> AnyView {
    isolate(live_text(read))
}

fn isolate(figure: AnyView) -> AnyView {
    view! { <bdi translate="no">{figure}</bdi> }.into_any()
}

/// A skeleton for a text of about `letters` characters.
pub fn skeleton(letters: u8) -> AnyView {
    view! { <span class="skeleton" style=("--width", format!("{letters}ch"))></span> }.into_any()
}
