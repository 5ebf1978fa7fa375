use leptos::prelude::*;
use leptos_router::components::A;
use platform::dom;

use super::account_menu::AccountMenu;
use crate::{
    components::{OrganizationSelector, gear as gear_icon},
    routes::{Route, Section},
    state::session::use_session,
    text::{self, entry},
    view::live_view,
};

/// The bar with the organization selector, the link to the settings and the account menu.
#[component]
pub fn TopBar() -> AnyView {
    let session = use_session();
    let gear = move || {
        session.organization_id.get().map(|organization| {
            view! {
                <A href=Section::Settings.path(organization) exact=true attr:class="icon-button" attr:aria-label=text::settings() attr:title=text::settings()>
                    {gear_icon()}
                </A>
            }
        })
        .into_any()
    };
    let sample = move || {
        let sample = session.user.with(|user| user.as_ref().is_some_and(|user| user.sample_data));
        sample
            .then(|| view! { <span class="badge" data-tone="warning">{text::sample_data()}</span> })
            .into_any()
    };
    // Rendered again for another organization, which also closes the list of organizations.
    let selector = move || selector(session.organization_id.get());
    view! {
        <a class="skip-link" href="#content" rel="external" on:click=skip>{text::skip_to_content()}</a>
        <header class="top-bar">
            <A href=Route::Organizations.path() attr:class="wordmark">{text::testcloud()}</A>
            {live_view(selector)}
            <div class="push cluster">{live_view(sample)}{live_view(gear)}<AccountMenu/></div>
        </header>
    }
    .into_any()
}

/// Moves the focus to the heading. A fragment link would be resolved against the document's base, not this page.
fn skip(ev: leptos::ev::MouseEvent) {
    ev.prevent_default();
    dom::focus_heading();
}

/// The organization selector; empty on the organization picker.
fn selector(organization: Option<i64>) -> AnyView {
    let session = use_session();
    let Some(user) = session.user.get().filter(|_| organization.is_some()) else { return ().into_any() };
    let here = session.organization.get_untracked();
    let name = here.map_or_else(|| entry::no_organization().to_owned(), |here| here.name);
    view! { <OrganizationSelector name organizations=user.organizations/> }.into_any()
}
