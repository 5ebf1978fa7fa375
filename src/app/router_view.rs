use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};

use super::{lazy_modules::LazyPage, lazy_page::show_page};
use crate::{
    layout::{SettingsShell, SignedIn},
    pages::{Home, NotFound, OrganizationsPage, SignInPage},
    routes::{Route, Section},
    state::session::{provide_organization, use_session},
    view::{Delay, effect, live_view},
};

/// Renders the page of the current URL.
///
/// The router's `Routes` component has a typed view for every nesting of every page, which is about a fifth of the
/// initial download. Matching a parsed [`Route`] does the same in a few kilobytes.
#[component]
pub fn RouterView() -> AnyView {
    let path = use_location().pathname;
    let route = Memo::new(move |_| path.with(|path| Route::parse(path)));
    // After a click on a link, the router updates the address bar only once the view is ready.
    let browser = use_context::<BrowserUrl>();
    effect(move || {
        path.track();
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
    });

    prefetch(route);
    // Each level tracks only its part of the URL, so that the bars are not rendered again when the content changes.
    let needs_session = Memo::new(move |_| {
        route.with(|route| matches!(route, Some(Route::Organizations | Route::Organization(..))))
    });
    let content = move || {
        if needs_session.get() {
            view! { <SignedIn content=move || signed_in_page(route)/> }.into_any()
        } else {
            public_page(route)
        }
    };
    live_view(content)
}

fn public_page(route: Memo<Option<Route>>) -> AnyView {
    let content = move || match route.get() {
        Some(Route::Home) => view! { <Home/> }.into_any(),
        Some(Route::SignIn) => view! { <SignInPage/> }.into_any(),
        Some(Route::Help) => show_page(LazyPage::HELP),
        Some(Route::Organizations | Route::Organization(..)) => ().into_any(),
        None => view! { <NotFound/> }.into_any(),
    };
    live_view(content)
}

fn signed_in_page(route: Memo<Option<Route>>) -> AnyView {
    let organization = Memo::new(move |_| route.with(|route| route.as_ref().and_then(Route::organization)));
    let content = move || match organization.get() {
        None => view! { <OrganizationsPage/> }.into_any(),
        Some(organization) => {
            // The shell of another organization renders the URLs of that organization.
            provide_organization(organization);
            let section = Memo::new(move |_| match route.get() {
                Some(Route::Organization(of, section)) if of == organization => Some(section),
                _ => None,
            });
            view! { <SettingsShell content=move || section_page(section)/> }.into_any()
        }
    };
    live_view(content)
}

/// A role without billing sees "Access denied" in place of all pages but the settings.
pub fn section_page(section: Memo<Option<Section>>) -> AnyView {
    let session = use_session();
    let content = move || match section.get() {
        None => ().into_any(),
        Some(section) => {
            // The shell renders this again when the role changes.
            let can_open = section == Section::Settings || untrack(move || session.may_bill());
            show_page(if can_open { section.into() } else { LazyPage::ACCESS_DENIED })
        }
    };
    live_view(content)
}

/// Delay before prefetching the next step's code, so that the page's requests come first on a slow connection.
const PREFETCH_DELAY: Duration = Duration::from_millis(300);

/// Loads the code of the current page in parallel with the requests for the user and the subscription. Then, after a
/// delay, prefetches the code of the next step.
fn prefetch(route: Memo<Option<Route>>) {
    let delay = Delay::new();
    effect(move || {
        let route = route.get();
        let module_of = |section: Section| LazyPage::from(section).module();
        let next = next_section(route.as_ref()).map(module_of);
        let current = match route {
            Some(Route::Organization(_, section)) => Some(module_of(section)),
            _ => None,
        };
        spawn_local(async move {
            // Ignore failures: opening the page loads the module again and offers Retry.
            if let Some(module) = current {
                module.fetch().await;
            }
            if let Some(module) = next {
                let fetch = async move {
                    module.fetch().await;
                };
                delay.restart(PREFETCH_DELAY, || spawn_local(fetch));
            }
        });
    });
}

/// The next step in the upgrade flow.
fn next_section(route: Option<&Route>) -> Option<Section> {
    match route? {
        Route::Organizations => Some(Section::Subscription),
        Route::Organization(_, Section::Subscription) => Some(Section::Upgrade),
        Route::Organization(_, Section::Upgrade) => Some(Section::Review),
        Route::Home | Route::SignIn | Route::Help | Route::Organization(..) => None,
    }
}
