use leptos::prelude::*;
use leptos_router::components::A;

use super::PageFrame;
use crate::{routes::Route, text::entry};

/// The not-found page inside the shell, for resources that do not exist or that the user cannot access.
#[component]
pub fn MissingPage() -> AnyView {
    view! {
        <PageFrame title=entry::not_found_title() narrow=true>
            <div class="panel">
                <p>{entry::not_found()}</p>
                <p><A href=Route::Organizations.path() attr:class="button">{entry::go_to_organizations()}</A></p>
            </div>
        </PageFrame>
    }
    .into_any()
}
