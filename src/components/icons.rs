//! Icons. They are hidden from assistive technology, because they always have a label.

use leptos::prelude::*;

/// The icon of the settings.
pub fn gear() -> AnyView {
    view! {
        <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" aria-hidden="true">
            <circle cx="12" cy="12" r="5.75" stroke-width="2.25"></circle>
            <circle cx="12" cy="12" r="1.5"></circle>
            <path d="M12 2.75v2.5M12 18.75v2.5M2.75 12h2.5M18.75 12h2.5M5.5 5.5l1.7 1.7M16.8 16.8l1.7 1.7M5.5 18.5l1.7-1.7M16.8 7.2l1.7-1.7" stroke-width="3"></path>
        </svg>
    }
    .into_any()
}

/// The icon of a button that opens a list.
pub fn chevron() -> AnyView {
    view! {
        <svg class="chevron" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
            <path d="m4.5 6.5 3.5 3.5 3.5-3.5"></path>
        </svg>
    }
    .into_any()
}
