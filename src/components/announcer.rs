use leptos::prelude::*;

/// The page's one hidden region for sentences that assistive technology reads politely.
#[component]
pub fn Announcer() -> impl IntoView {
    view! { <div id="tcu-announcer" class="visually-hidden" role="status" aria-live="polite"></div> }
}
