use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};

use super::{lazy_modules::PageModule, lazy_page::lazy_page};
use crate::{
    layout::{SettingsShell, SignedIn},
    pages::{HelpPage, Home, NotFound, OrganizationsPage, SettingsPage, SignInPage},
    routes::{Page, Section},
    state::session::use_session,
    view::{Delay, effect, live_view},
};

/// Renders the page of the current URL.
///
/// The router's `Routes` component has a typed view for every nesting of every page, which is about a fifth of the
/// initial download. Matching a parsed [`Page`] does the same in a few kilobytes.
#[component]
pub fn RouterView() -> AnyView {
    let path = use_location().pathname;
    let page = Memo::new(move |_| path.with(|path| Page::at(path)));
    // After a click on a link, the router updates the address bar only once the view is ready.
    let browser = use_context::<BrowserUrl>();
    effect(move || {
        path.track();
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
    });

    prefetch(page);
    // Each level tracks only its part of the URL, so that the bars are not rendered again when the content changes.
    let needs_session = Memo::new(move |_| matches!(page.get(), Page::Organizations | Page::Of(..)));
    let content = move || {
        if needs_session.get() {
            view! { <SignedIn content=move || signed_in_page(page)/> }.into_any()
        } else {
            public_page(page)
        }
    };
    live_view(content)
}

fn public_page(page: Memo<Page>) -> AnyView {
    let content = move || match page.get() {
        Page::Home => view! { <Home/> }.into_any(),
        Page::SignIn => view! { <SignInPage/> }.into_any(),
        Page::Help => view! { <HelpPage/> }.into_any(),
        Page::Unknown => view! { <NotFound/> }.into_any(),
        Page::Organizations | Page::Of(..) => ().into_any(),
    };
    live_view(content)
}

fn signed_in_page(page: Memo<Page>) -> AnyView {
    let organization = Memo::new(move |_| page.with(Page::organization));
    let content = move || match organization.get() {
        None => view! { <OrganizationsPage/> }.into_any(),
        Some(organization) => {
            // The shell of another organization renders the URLs of that organization.
            let section = Memo::new(move |_| match page.get() {
                Page::Of(of, section) if of == organization => Some(section),
                _ => None,
            });
            view! { <SettingsShell content=move || section_page(section)/> }.into_any()
        }
    };
    live_view(content)
}

fn section_page(section: Memo<Option<Section>>) -> AnyView {
    let session = use_session();
    let content = move || match section.get() {
        None => ().into_any(),
        Some(Section::Settings) => view! { <SettingsPage/> }.into_any(),
        // The shell renders this again when the role changes.
        Some(_) if !untrack(move || session.may_bill()) => lazy_page(Section::AccessDenied),
        Some(section) => lazy_page(section),
    };
    live_view(content)
}

/// Delay before prefetching the next step's code, so that the page's requests come first on a slow connection.
const PREFETCH_DELAY: Duration = Duration::from_millis(300);

/// Loads the code of the current page in parallel with the requests for the user and the subscription. Then, after a
/// delay, prefetches the code of the next step.
fn prefetch(page: Memo<Page>) {
    let delay = Delay::new();
    effect(move || {
        page.with(|page| {
            let of_page = if let Page::Of(_, section) = page { PageModule::of(section) } else { None };
            let next = PageModule::after(page);
            spawn_local(async move {
                // Ignore failures: opening the page loads the module again and offers Retry.
                if let Some(module) = of_page {
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
    });
}
