use std::cell::{Cell, RefCell};

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};
use platform::dom;

use crate::{
    components::FieldError,
    routes::Section,
    state::portal::{PortalEvent, portal, report},
    text::{self, upgrade},
    view::effect,
};

thread_local! {
    static LAST_PATH: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Makes the next page move the focus to its heading, even if it is the first page.
pub fn expect_page() {
    LAST_PATH.set(Some(String::new()));
}

/// Adds "Error" to the document's title while there are errors. Restores the focus when the error summary disappears.
pub fn show_errors_in_title(missing: Memo<Vec<FieldError>>, title: &'static str) {
    let was_missing = Cell::new(false);
    effect(move || {
        let is_missing = !missing.with(Vec::is_empty);
        if is_missing != was_missing.replace(is_missing) {
            let title = if is_missing { upgrade::error_title(title) } else { title.to_owned() };
            dom::set_title(&text::document_title(&title));
            if !is_missing {
                dom::catch_focus(dom::HEADING);
            }
        }
    });
}

/// A step of the breadcrumb: its name, and its path if it is a page of this app.
pub type Crumb = (String, Option<String>);

/// The breadcrumb of pages below TestCloud Subscription: Settings > Subscription Management > TestCloud.
#[must_use]
pub fn testcloud_crumbs(organization: i64) -> Vec<Crumb> {
    vec![
        (text::settings().to_owned(), Some(Section::Settings.path(organization))),
        (text::subscription_management().to_owned(), None),
        (text::testcloud().to_owned(), Some(Section::Subscription.path(organization))),
    ]
}

/// The frame of every page: breadcrumb (stand-alone only), heading and content. Sets the document's title. After navigation from another
/// page, moves the focus to the heading, so that it is announced.
#[component]
pub fn PageFrame(
    /// The heading.
    #[prop(into)]
    title: String,
    /// The breadcrumb.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// Content next to the heading, for example a status or the page's main link.
    #[prop(optional)]
    beside: Option<AnyView>,
    /// Whether the page is narrow, for pages with a single form.
    #[prop(optional)]
    narrow: bool,
    /// The content.
    children: Children,
) -> AnyView {
    dom::set_title(&text::document_title(&title));
    report(|| PortalEvent::PageShown(title.clone()));
    let path = use_location().pathname.get_untracked();
    match LAST_PATH.replace(Some(path.clone())) {
        // Do not move the focus on the first page.
        None => {}
        // The same page was rendered again: move the focus only if its element was removed.
        Some(last) if last == path => dom::catch_focus(dom::HEADING),
        Some(_) => dom::focus_heading(),
    }
    // The portal has a navigation of its own.
    let breadcrumb = (!crumbs.is_empty() && portal().is_none()).then(|| breadcrumb(crumbs));
    view! {
        <main class="page" id="content" data-width=narrow.then_some("narrow")>
            <header class="page-heading">
                {breadcrumb}
                <div class="spread">
                    <h1 id=dom::HEADING tabindex="-1">{title}</h1>
                    {beside}
                </div>
            </header>
            {children()}
        </main>
    }
    .into_any()
}

fn breadcrumb(crumbs: Vec<Crumb>) -> AnyView {
    let steps: Vec<_> = crumbs
        .into_iter()
        .map(|(name, path)| match path {
            Some(path) => view! { <li><A href=path exact=true>{name}</A></li> }.into_any(),
            None => view! { <li>{name}</li> }.into_any(),
        })
        .collect();
    view! {
        <nav class="breadcrumb" aria-label=text::breadcrumb()>
            <ol role="list">{steps}</ol>
        </nav>
    }
    .into_any()
}

/// The placeholder for a page that is still loading, as in `index.html`. It is empty, so that no layout shift occurs
/// when the page is rendered, and shows a loading message after a delay.
pub fn waiting() -> AnyView {
    view! {
        <main class="page" id="content" aria-busy="true">
            <p class="slow-start" role="status">{text::loading()}</p>
        </main>
    }
    .into_any()
}
