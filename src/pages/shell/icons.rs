//! Drawn for this app; always beside a name, so never read out.

use leptos::prelude::*;

pub fn gear() -> AnyView {
    view! {
        <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" aria-hidden="true">
            <circle cx="12" cy="12" r="3.25"></circle>
            <circle cx="12" cy="12" r="6.75"></circle>
            <path d="M12 2.5v2.75M12 18.75v2.75M2.5 12h2.75M18.75 12h2.75M5.3 5.3l1.9 1.9M16.8 16.8l1.9 1.9M5.3 18.7l1.9-1.9M16.8 7.2l1.9-1.9"></path>
        </svg>
    }
    .into_any()
}

pub fn chevron() -> AnyView {
    view! {
        <svg class="chevron" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
            <path d="m4.5 6.5 3.5 3.5 3.5-3.5"></path>
        </svg>
    }
    .into_any()
}
