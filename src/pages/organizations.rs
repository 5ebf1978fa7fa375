use leptos::prelude::*;

use crate::{
    components::{NoticeView, organization_choices},
    layout::PageFrame,
    routes::{self, Route},
    state::session::{use_go, use_session},
    text::{Notice, entry},
    view::effect,
};

/// The entry page, which redirects to the organization picker.
#[component]
pub fn Home() -> AnyView {
    let go = use_go();
    effect(move || go(&Route::Organizations.path(), true));
    ().into_any()
}

/// The organization picker. Redirects to the organization if there is only one.
#[component]
pub fn OrganizationsPage() -> AnyView {
    let go = use_go();
    let memberships = use_session().user.get_untracked().map(|user| user.organizations).unwrap_or_default();
    if let [only] = memberships.as_slice() {
        let path = routes::first_page(only.id, only.role);
        effect(move || go(&path, true));
        return ().into_any();
    }
    let content = if memberships.is_empty() {
        let notice = Notice::info(entry::no_organization(), entry::no_organizations());
        view! { <NoticeView notice/> }.into_any()
    } else {
        view! { <nav class="panel flush" aria-label=entry::organizations_title()>{organization_choices(memberships)}</nav> }
            .into_any()
    };
    view! { <PageFrame title=entry::organizations_title() narrow=true>{content}</PageFrame> }.into_any()
}
