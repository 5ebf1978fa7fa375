use leptos::prelude::*;

use crate::{layout::MissingPage, text};

/// The page for an unknown URL.
#[component]
pub fn NotFound() -> AnyView {
    view! {
        <div class="entry">
            <header><p class="wordmark">{text::testcloud()}</p></header>
            <MissingPage/>
        </div>
    }
    .into_any()
}
