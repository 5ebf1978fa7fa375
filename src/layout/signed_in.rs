use leptos::prelude::*;
use leptos_router::hooks::use_location;
use platform::address;

use super::{expect_page, top_bar::TopBar, waiting};
use crate::{
    components::NoticeView,
    routes,
    state::session::{Identity, use_go, use_session},
    text,
    view::{effect, later, live_view},
};

/// Shows its content to signed-in users only. Others are redirected to sign-in and return to the same URL.
///
/// This is no access control: the backend checks every request.
#[component]
pub fn SignedIn(
    /// The page.
    #[prop(into)]
    content: ViewFn,
) -> AnyView {
    let session = use_session();
    let location = use_location();
    let go = use_go();
    // Another user has to go through sign-in, so the page does not have to track the user's data.
    let state = Memo::new(move |_| match session.identity() {
        Identity::SignedIn(_) => None,
        other => Some(other),
    });
    effect(move || {
        if state.get() == Some(Identity::SignedOut) {
            let here = location.pathname.get_untracked();
            let query = address::query_of(&here).unwrap_or_else(|| location.search.get_untracked());
            let here = if query.is_empty() { here } else { format!("{here}?{query}") };
            go(&routes::sign_in(&here), true);
        }
    });
    let content = move || match state.get() {
        None => content.run(),
        Some(Identity::Unanswered(error)) => {
            // The next page takes the focus from the Retry button.
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
