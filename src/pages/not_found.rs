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
            <header><p class="wordmark">{text::testcloud()}</p></header>
            <MissingPage/>
        </div>
    }
    .into_any()
}

/// The same inside the shell, for what is not there or not the reader's to know.
#[component]
pub fn MissingPage() -> AnyView {
    view! {
        <PageFrame title=entry::not_found_title() narrow=true>
            <div class="panel">
                <p>{entry::not_found()}</p>
                <p><A href=routes::organizations() attr:class="button">{entry::to_entrance()}</A></p>
            </div>
        </PageFrame>
    }
    .into_any()
}
