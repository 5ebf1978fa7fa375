use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};

use super::{Page, PageModule, Section};
use crate::components::{Delay, effect, live_view};
use crate::pages::{
    HelpPage, Home, NotFound, OrganizationsPage, SettingsHome, SettingsShell, SignInPage, SignedIn,
    fetched_page,
};

/// Shows the page of the present address.
///
/// The router's own `Routes` keep a typed view of every nesting of every page, about a fifth of a first visit; an
/// address that is read once into a [`Page`] and matched does the same for a few kilobytes.
#[component]
pub fn Table() -> AnyView {
    let path = use_location().pathname;
    let page = Memo::new(move |_| path.with(|path| Page::at(path)));
    // A click on a link waits for the view of its address before it writes the address bar.
    let browser = use_context::<BrowserUrl>();
    effect(move || {
        path.track();
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
    });

    fetch_ahead(page);
    // Each level follows only its own part of the address, so that the bars stay while the content changes.
    let is_inside = Memo::new(move |_| matches!(page.get(), Page::Organizations | Page::Of(..)));
    let content = move || {
        if is_inside.get() {
            view! { <SignedIn content=move || inside(page)/> }.into_any()
        } else {
            outside(page)
        }
    };
    live_view(content)
}

fn outside(page: Memo<Page>) -> AnyView {
    let content = move || match page.get() {
        Page::Home => view! { <Home/> }.into_any(),
        Page::SignIn => view! { <SignInPage/> }.into_any(),
        Page::Help => view! { <HelpPage/> }.into_any(),
        Page::Unknown => view! { <NotFound/> }.into_any(),
        Page::Organizations | Page::Of(..) => ().into_any(),
    };
    live_view(content)
}

fn inside(page: Memo<Page>) -> AnyView {
    let organization = Memo::new(move |_| page.with(Page::organization));
    let content = move || match organization.get() {
        None => view! { <OrganizationsPage/> }.into_any(),
        Some(organization) => {
            // An address of another organization is left to its own shell.
            let section = Memo::new(move |_| match page.get() {
                Page::Of(of, section) if of == organization => Some(section),
                _ => None,
            });
            view! { <SettingsShell section content=move || section_page(section)/> }.into_any()
        }
    };
    live_view(content)
}

fn section_page(section: Memo<Option<Section>>) -> AnyView {
    let content = move || match section.get() {
        None => ().into_any(),
        Some(Section::Settings) => view! { <SettingsHome/> }.into_any(),
        Some(section) => fetched_page(section),
    };
    live_view(content)
}

/// How long after a page's own code that of the next step is fetched: the page's answers come first on a slow line.
const NEXT_AFTER: Duration = Duration::from_millis(300);

/// Fetches the code of the page asked for while the person and the subscription are still being asked for, and, a
/// while after it is there, the code of the next step.
fn fetch_ahead(page: Memo<Page>) {
    let delay = Delay::new();
    effect(move || {
        page.with(|page| {
            let of_page = if let Page::Of(_, section) = page { PageModule::of(section) } else { None };
            let next = PageModule::after(page);
            spawn_local(async move {
                // One that does not come is asked for again when its page is opened, and Retry offered there.
                if let Some(module) = of_page {
                    module.fetch().await;
                }
                if let Some(module) = next {
                    let fetch = async move {
                        module.fetch().await;
                    };
                    delay.restart(NEXT_AFTER, || spawn_local(fetch));
                }
            });
        });
    });
}
