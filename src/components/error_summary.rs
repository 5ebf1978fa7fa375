use leptos::prelude::*;

use super::{live, live_view};
use crate::text::upgrade;

/// Id of the summary. Whoever is held up by it moves the focus here.
pub const ERROR_SUMMARY: &str = "error-summary";

/// One thing to mend, and the field it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Id of the field.
    pub field: &'static str,
    /// What is missing or wrong.
    pub sentence: String,
}

/// Lists what keeps a form from going on, each entry linked to its field. The focus is moved to it when the form
/// is held up, not while its list changes under somebody who mends it.
#[component]
pub fn ErrorSummary(
    /// Empty hides the summary.
    #[prop(into)]
    missing: Signal<Vec<Missing>>,
    /// Moves the focus to the element with this id, once it is drawn.
    #[prop(into)]
    on_focus: Callback<&'static str>,
) -> AnyView {
    let focus = move |field: &'static str| {
        move |ev: leptos::ev::MouseEvent| {
            ev.prevent_default();
            on_focus.run(field);
        }
    };
    let entries = move || {
        let entry = move |Missing { field, sentence }: Missing| {
            view! { <li><a href=format!("#{field}") rel="external" on:click=focus(field)>{sentence}</a></li> }
                .into_any()
        };
        missing.get().into_iter().map(entry).collect_view().into_any()
    };
    view! {
        <div
            id=ERROR_SUMMARY
            class="error-summary notice"
            data-tone="error"
            tabindex="-1"
            role="group"
            aria-labelledby="error-summary-title"
            hidden=live(move || missing.with(Vec::is_empty))
        >
            <h2 id="error-summary-title">{upgrade::errors_title()}</h2>
            <ul>{live_view(entries)}</ul>
        </div>
    }
    .into_any()
}
