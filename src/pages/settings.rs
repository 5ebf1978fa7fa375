use leptos::prelude::*;

use crate::{
    layout::PageFrame,
    routes::Section,
    state::session::{use_go, use_session},
    text::{self, entry},
    view::effect,
};

/// The page at `…/settings`, which redirects to the subscription. A role without billing sees a note.
#[component]
pub fn SettingsPage() -> AnyView {
    let Some(here) = use_session().organization.get_untracked() else { return ().into_any() };
    if here.role.may_bill() {
        let go = use_go();
        effect(move || go(&Section::Subscription.path(here.id), true));
        return ().into_any();
    }
    view! {
        <PageFrame title=text::settings() narrow=true>
            <p class="panel">{entry::no_settings(text::role_name(here.role))}</p>
        </PageFrame>
    }
    .into_any()
}
