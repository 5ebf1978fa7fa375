use std::cell::{Cell, RefCell};

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

use crate::{
    components::{Missing, effect},
    platform::dom,
    text::{self, upgrade},
};

const TITLE_ID: &str = "page-title";

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Moves the focus to the page's heading, after something that takes the focused part of the page away.
pub fn focus_heading() {
    dom::focus(TITLE_ID);
}

/// Moves the focus to the page's heading, if what has it now is taken away by what is about to be drawn.
pub fn keep_focus() {
    if dom::has_focus() {
        dom::catch_focus(TITLE_ID);
    }
}

/// Has the next page take the focus on its heading, even if it is the first.
pub fn expect_page() {
    LAST.set(Some(String::new()));
}

/// Says "Error" in the document's title for as long as something is missing, and does not let the focus go with the
/// summary that says what.
pub fn follow_missing(missing: Memo<Vec<Missing>>, title: &'static str) {
    let was_missing = Cell::new(false);
    effect(move || {
        let is_missing = !missing.with(Vec::is_empty);
        if is_missing != was_missing.replace(is_missing) {
            let title = if is_missing { upgrade::error_title(title) } else { title.to_owned() };
            dom::set_title(&text::document_title(&title));
            if !is_missing {
                dom::catch_focus(TITLE_ID);
            }
        }
    });
}

/// A step of the breadcrumb: its name, and its path when it is a page of this app.
pub type Crumb = (String, Option<String>);

/// Settings > Subscription Management > TestCloud, down to the parents of a page below TestCloud Subscription.
#[must_use]
pub fn testcloud_crumbs(organization: i64) -> Vec<Crumb> {
    vec![
        (text::settings().to_owned(), Some(crate::routes::settings(organization))),
        (text::subscription_management().to_owned(), None),
        (text::testcloud().to_owned(), Some(crate::routes::subscription(organization))),
    ]
}

/// The frame of every page: breadcrumb, heading and content. Sets the document's title; a page that follows another
/// takes the focus on its heading, so that it is read out.
#[component]
pub fn PageFrame(
    /// The heading.
    #[prop(into)]
    title: String,
    /// The way here.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// Beside the heading: a status, the page's main link.
    #[prop(optional)]
    beside: Option<AnyView>,
    /// For pages that are one form.
    #[prop(optional)]
    narrow: bool,
    /// The content.
    children: Children,
) -> AnyView {
    dom::set_title(&text::document_title(&title));
    let path = use_location().pathname.get_untracked();
    match LAST.replace(Some(path.clone())) {
        // The first page is where the reader already is.
        None => {}
        // So is the same one drawn again, unless it took what had the focus away.
        Some(last) if last == path => dom::catch_focus(TITLE_ID),
        Some(_) => dom::focus(TITLE_ID),
    }
    let breadcrumb = (!crumbs.is_empty()).then(|| breadcrumb(crumbs));
    view! {
        <main class="page" id="content" data-width=narrow.then_some("narrow")>
            <header class="page-heading">
                {breadcrumb}
                <div class="spread">
                    <h1 id=TITLE_ID tabindex="-1">{title}</h1>
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

/// In place of a page that cannot be drawn yet, as `index.html` shows it before the app arrives: nothing that would
/// jump when the page comes, and after a while a word that it is still coming.
pub fn waiting() -> AnyView {
    view! {
        <main class="page" id="content" aria-busy="true">
            <p class="slow-start" role="status">{text::loading()}</p>
        </main>
    }
    .into_any()
}
