use leptos::{html, prelude::*};

use crate::{platform::dom, text::upgrade as text};

/// One thing to mend, and the field it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Id of the field.
    pub field: &'static str,
    /// What is missing or wrong.
    pub sentence: String,
}

/// Lists what keeps a form from going on, each entry linked to its field. Takes focus when it appears.
#[component]
pub fn ErrorSummary(
    /// Empty hides the summary.
    #[prop(into)]
    missing: Signal<Vec<Missing>>,
) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if missing.with(Vec::is_empty) {
            return;
        }
        if let Some(summary) = summary.get() {
            let _ = summary.focus();
        }
    });
    let focus = |field: &'static str| {
        move |ev: leptos::ev::MouseEvent| {
            ev.prevent_default();
            if let Some(element) = document().get_element_by_id(field) {
                dom::focus_element(&element);
            }
        }
    };
    view! {
        <div
            node_ref=summary
            class="error-summary notice"
            data-tone="error"
            tabindex="-1"
            role="group"
            aria-labelledby="error-summary-title"
            hidden=move || missing.with(Vec::is_empty)
        >
            <h2 id="error-summary-title">{text::ERRORS_TITLE}</h2>
            <ul>
                {move || {
                    missing
                        .get()
                        .into_iter()
                        .map(|Missing { field, sentence }| {
                            view! { <li><a href=format!("#{field}") rel="external" on:click=focus(field)>{sentence}</a></li> }
                        })
                        .collect_view()
                }}
            </ul>
        </div>
    }
}
