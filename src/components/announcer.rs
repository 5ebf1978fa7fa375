use leptos::prelude::*;

/// The hidden live region for polite announcements. There is one per page.
#[component]
pub fn Announcer() -> impl IntoView {
    view! { <div id="tcu-announcer" class="visually-hidden" role="status" aria-live="polite"></div> }
}
