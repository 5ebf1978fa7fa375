use leptos::prelude::*;
use leptos_router::components::A;

use super::PageFrame;
use crate::{
    routes,
    text::{self, entry},
};

/// Shown for an address without a page.
#[component]
pub fn NotFound() -> AnyView {
    view! {
        <div class="entry">
            <header><p class="wordmark">{text::TESTCLOUD}</p></header>
            <MissingPage/>
        </div>
    }
    .into_any()
}

/// The same inside the shell, for what is not there or not the reader's to know.
#[component]
pub fn MissingPage() -> AnyView {
    view! {
        <PageFrame title=entry::NOT_FOUND_TITLE narrow=true>
            <div class="panel">
                <p>{entry::NOT_FOUND}</p>
                <p><A href=routes::organizations() attr:class="button">{entry::TO_ENTRANCE}</A></p>
            </div>
        </PageFrame>
    }
    .into_any()
}
