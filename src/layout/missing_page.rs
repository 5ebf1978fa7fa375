use leptos::prelude::*;
use leptos_router::components::A;

use super::PageFrame;
use crate::{routes::Route, state::portal::portal, text::entry};

/// The not-found page inside the shell, for resources that do not exist or that the user cannot access.
#[component]
pub fn MissingPage() -> AnyView {
    let go_on = portal().is_none().then(|| {
        view! {
            <p><A href=Route::Organizations.path() attr:class="button">{entry::go_to_organizations()}</A></p>
        }
    });
    view! {
        <PageFrame title=entry::not_found_title() narrow=true>
            <div class="panel">
                <p>{entry::not_found()}</p>
                {go_on}
            </div>
        </PageFrame>
    }
    .into_any()
}
