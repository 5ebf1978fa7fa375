use billing::MAX_SESSIONS;
use contract::{ProblemCode, WhoCanAct};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::AccessRequestForm;
use crate::{
    api::ApiError,
    layout::{LoadFailed, MissingPage, PageFrame, is_missing},
    routes::Section,
    state::{
        Remote,
        portal::{PortalEvent, report},
        session::{use_api, use_organization, use_session},
        upgrade::Draft,
    },
    text::{self, entry},
    view::live_view,
};

/// Shown to a role without billing in place of every settings page. Requests the subscription from the backend, which
/// refuses it and returns who can act.
#[component]
pub fn AccessDenied() -> AnyView {
    let session = use_session();
    let api = use_api();
    let organization = use_organization();
    let answer = Remote::new(move || {
        let api = api.clone();
        async move { api.may_see_subscription(organization).await }
    });
    let retry = Callback::new(move |()| answer.refetch());
    let content = move || match answer.get() {
        None => ().into_any(),
        Some(Err(ApiError::Refused(refusal))) if refusal.code == ProblemCode::RoleRequired => {
            view! { <Denied who=refusal.who_can_act()/> }.into_any()
        }
        Some(Err(error)) if is_missing(&error) => view! { <MissingPage/> }.into_any(),
        Some(Err(error)) => view! {
            <PageFrame title=entry::access_denied_title() narrow=true>
                <LoadFailed error on_retry=retry/>
            </PageFrame>
        }
        .into_any(),
        // The role has changed in the meantime.
        Some(Ok(())) => {
            session.load();
            ().into_any()
        }
    };
    live_view(content)
}

/// Shows why the user cannot access the page and who can act, with a form to request access.
#[component]
fn Denied(who: Vec<WhoCanAct>) -> AnyView {
    let session = use_session();
    let reason = session
        .organization
        .get_untracked()
        .map(|here| entry::access_denied(&here.name, text::role_name(here.role)));
    let organization = use_organization();
    let people = if who.is_empty() {
        view! { <p>{entry::default_contact()}</p> }.into_any()
    } else {
        let people: Vec<_> =
            who.into_iter().map(|person| view! { <li><bdi>{person.full_name}</bdi></li> }).collect();
        view! { <ul>{people}</ul> }.into_any()
    };
    let crumbs = vec![
        (text::settings().to_owned(), Some(Section::Settings.path(organization))),
        (text::subscription_management().to_owned(), None),
        (text::testcloud().to_owned(), None),
    ];
    let query = use_query_map();
    let (draft, _) = query.with_untracked(|query| Draft::read(|name| query.get(name), MAX_SESSIONS));
    let ask = move |form| async move {
        let sent = session.api().request_access(organization, &form).await?;
        report(|| PortalEvent::AccessRequested(sent.id));
        Ok(())
    };
    view! {
        <PageFrame title=entry::access_denied_title() crumbs narrow=true>
            <section class="panel">
                <p>{reason}</p>
                <h2>{entry::who_can_act()}</h2>
                {people}
            </section>
            <AccessRequestForm draft on_ask=ask/>
        </PageFrame>
    }
    .into_any()
}
