use leptos::prelude::*;

use crate::{
    text::upgrade,
    view::{live, live_view},
};

/// Id of the summary. A form with errors moves the focus to it.
pub const ERROR_SUMMARY: &str = "error-summary";

/// An error in a form, and its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Id of the field.
    pub field: &'static str,
    /// The error message.
    pub sentence: String,
}

/// Lists the errors that block a form, each linked to its field. The form moves the focus here on submit, but not when
/// the list changes while the user corrects the errors.
#[component]
pub fn ErrorSummary(
    /// The errors. An empty list hides the summary.
    #[prop(into)]
    errors: Signal<Vec<FieldError>>,
    /// Moves the focus to the element with this id, once it is rendered.
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
        let entry = move |FieldError { field, sentence }: FieldError| {
            view! { <li><a href=format!("#{field}") rel="external" on:click=focus(field)>{sentence}</a></li> }
                .into_any()
        };
        errors.get().into_iter().map(entry).collect_view().into_any()
    };
    view! {
        <div
            id=ERROR_SUMMARY
            class="error-summary notice"
            data-tone="error"
            tabindex="-1"
            role="group"
            aria-labelledby="error-summary-title"
            hidden=live(move || errors.with(Vec::is_empty))
        >
            <h2 id="error-summary-title">{upgrade::errors_title()}</h2>
            <ul>{live_view(entries)}</ul>
        </div>
    }
    .into_any()
}
