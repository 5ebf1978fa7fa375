use contract::User;
use leptos::prelude::*;
use leptos_router::{
    components::Router,
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};
use send_wrapper::SendWrapper;

use super::start::Content;
use crate::{
    api::ApiClient,
    components::{Announcer, NoticeView},
    layout::{OfflineBanner, expect_page, waiting},
    routes::{Route, Section},
    state::{
        language::{LanguageChoice, provide_language},
        portal::{self, PortalEvent},
        session::{Identity, Session, provide_frame_session, provide_organization, use_go, use_session},
    },
    text::{self, Notice, entry, language::Language},
    view::{effect, later, live_view},
};

/// What the frame changes in its view.
pub struct FrameViewState {
    pub language: LanguageChoice,
    session: Session,
    is_closed: RwSignal<bool>,
    open: Box<dyn Fn(&str)>,
}

impl FrameViewState {
    /// Opens a page.
    pub fn open(&self, path: &str) {
        (self.open)(path);
    }

    /// Requests the user again, after a new token.
    pub fn renew(&self) {
        self.session.load();
    }

    /// Removes all pages.
    pub fn close(&self) {
        self.is_closed.set(true);
    }
}

/// The app in a frame: the page, without the bars and links around it.
#[component]
pub fn FrameView(
    api: ApiClient,
    user: User,
    organization: i64,
    language: &'static Language,
    language_base: String,
    content: Content,
    /// Receives the state of the view.
    on_view: SendWrapper<impl FnOnce(FrameViewState) + 'static>,
) -> AnyView {
    let choice = provide_language(&language_base, language);
    let is_closed = RwSignal::new(false);
    let pages = move || {
        choice.language();
        if is_closed.get() {
            return ().into_any();
        }
        view! {
            {later(move || page(organization, content))}
            <OfflineBanner/>
        }
        .into_any()
    };
    view! {
        <Router base=crate::routes::root()>
            {
                let session = provide_frame_session(api, user);
                let go = use_go();
                (on_view.take())(FrameViewState {
                    language: choice,
                    session,
                    is_closed,
                    open: Box::new(move |path| go(path, false)),
                });
                view! {
                    {live_view(pages)}
                    <Announcer/>
                }
            }
        </Router>
    }
    .into_any()
}

/// The page of the address, or why there is none.
fn page(organization: i64, content: Content) -> AnyView {
    let path = use_location().pathname;
    let section = Memo::new(move |_| match path.with(|path| Route::parse(path)) {
        Some(Route::Organization(of, section)) if of == organization && section != Section::Settings => {
            Some(section)
        }
        _ => None,
    });
    let browser = use_context::<BrowserUrl>();
    let go = use_go();
    effect(move || {
        path.track();
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
        if section.get().is_none() {
            go(&Section::Subscription.path(organization), true);
        }
    });
    let session = use_session();
    let identity = Memo::new(move |_| match session.identity() {
        Identity::SignedIn(_) => None,
        other => Some(other),
    });
    let page = move || match identity.get() {
        Some(Identity::Loading) => waiting(),
        Some(Identity::Unanswered(error)) => {
            expect_page();
            ended(text::notice_for(&error), Callback::new(move |()| session.load()))
        }
        Some(Identity::SignedOut | Identity::SignedIn(_)) => {
            // The new token makes the session load the user.
            ended(session_ended(), Callback::new(|()| portal::report(|| PortalEvent::SignInNeeded)))
        }
        None if session.organization.get().is_none() => {
            ended(no_longer_a_member(), Callback::new(move |()| session.load()))
        }
        None => {
            provide_organization(organization);
            content(section)
        }
    };
    live_view(page)
}

fn session_ended() -> Notice {
    Notice::warning(entry::frame_session_ended_title(), entry::frame_session_ended()).with_retry(true)
}

fn no_longer_a_member() -> Notice {
    Notice::error(entry::not_found_title(), entry::not_found())
}

/// A notice in place of the page, with the link to the stand-alone page.
fn ended(notice: Notice, on_retry: Callback<()>) -> AnyView {
    let path = portal::portal().map(|portal| portal.stand_alone().to_owned()).unwrap_or_default();
    view! {
        <main class="page" id="content">
            <NoticeView notice on_retry>{stand_alone_link(path)}</NoticeView>
        </main>
    }
    .into_any()
}

/// Shown if the portal does not start the app.
#[component]
pub fn Fallback(path: String) -> AnyView {
    view! {
        <main class="page" id="content">
            <NoticeView notice=Notice::info(entry::frame_not_started_title(), entry::frame_not_started())>
                {stand_alone_link(path)}
            </NoticeView>
        </main>
    }
    .into_any()
}

fn stand_alone_link(path: String) -> AnyView {
    view! { <a class="button secondary small" href=path target="_blank" rel="noopener">{entry::open_in_new_tab()}</a> }
        .into_any()
}
