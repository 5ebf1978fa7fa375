use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::top_bar::TopBar;
use crate::{
    components::{NoticeView, effect, later, live_view},
    pages::{expect_page, waiting},
    platform::address,
    routes,
    state::session::{Identity, use_go, use_session},
    text,
};

/// Lets only somebody signed in further; others go to sign-in and come back to the same address.
///
/// A convenience: the backend checks every call.
#[component]
pub fn SignedIn(
    /// The page.
    #[prop(into)]
    content: ViewFn,
) -> AnyView {
    let session = use_session();
    let location = use_location();
    let go = use_go();
    // The person may change while a page is shown only by way of sign-in, so the page need not follow their record.
    let state = Memo::new(move |_| match session.identity() {
        Identity::SignedIn(_) => None,
        other => Some(other),
    });
    effect(move || {
        if state.get() == Some(Identity::SignedOut) {
            let here = location.pathname.get_untracked();
            let query = address::query_of(&here).unwrap_or_else(|| location.search.get_untracked());
            let here = if query.is_empty() { here } else { format!("{here}?{query}") };
            go(&routes::sign_in(Some(&here)), true);
        }
    });
    let content = move || match state.get() {
        None => content.run(),
        Some(Identity::Unanswered(error)) => {
            // It takes the focus from the button that asked for it.
            expect_page();
            view! {
                <main class="page" id="content">
                    <NoticeView notice=text::notice_for(&error) on_retry=Callback::new(move |()| session.load())/>
                </main>
            }
            .into_any()
        }
        Some(Identity::Loading | Identity::SignedOut | Identity::SignedIn(_)) => waiting(),
    };
    view! {
        <div class="app-shell">
            {later(|| view! { <TopBar/> }.into_any())}
            {live_view(content)}
        </div>
    }
    .into_any()
}
