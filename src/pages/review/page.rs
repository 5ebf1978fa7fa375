use std::time::Duration;

use billing::{Cycle, MAX_SESSIONS, Target};
use contract::{ProblemCode, QuoteRequest, Subscription};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_location, use_query_map},
};
use platform::clock;

use super::sheet::Sheet;
use crate::{
    api::ApiError,
    components::NoticeView,
    layout::{PageSkeleton, loaded, testcloud_crumbs},
    routes::Section,
    state::{
        CardSetup, Remote,
        payment::{Opened, open, outcome},
        session::{use_api, use_go, use_organization, use_session},
        upgrade::Draft,
    },
    text::{self, payment, upgrade},
    view::effect,
};

/// Poll interval for a quote that is refused while a renewal is in progress.
const REFRESH_INTERVAL: Duration = Duration::from_secs(5);

/// Opens the review of the draft in the address, or the outcome of a payment that this tab sent earlier.
#[component]
pub fn Review() -> AnyView {
    let api = use_api();
    let session = use_session();
    let query = use_query_map();
    let read = Memo::new(move |_| query.with(|query| Draft::read(|name| query.get(name), MAX_SESSIONS)));
    let search = use_location().search;
    let organization = use_organization();
    let draft_query = Signal::derive(move || read.with(|(draft, _)| draft.query()));
    let setup = CardSetup::new(Section::Review, draft_query);
    let answer = Remote::new(move || {
        let api = api.clone();
        let user = session.user.with(|user| user.as_ref().map(|user| user.id.clone()).unwrap_or_default());
        let (draft, invalid) = read.get();
        // The upgrading page names the invalid part of the link.
        let request = move |subscription: &_| {
            if invalid.is_empty() { request(&draft, subscription) } else { None }
        };
        async move { open(&api, &user, organization, request).await }
    });
    clock::interval(REFRESH_INTERVAL, move || {
        let is_renewing = matches!(
            answer.get_untracked(),
            Some(Err(ApiError::Refused(refusal))) if refusal.code == ProblemCode::RenewalInProgress
        );
        if is_renewing {
            answer.refetch();
        }
    });
    loaded(upgrade::review_title(), testcloud_crumbs(organization), answer, move |opened| {
        let (draft, invalid) = read.get_untracked();
        let query = if invalid.is_empty() { draft.query() } else { search.get_untracked() };
        let back = Section::Upgrade.path_with_query(organization, &query);
        match opened {
            Opened::Review(review) => view! { <Sheet review=*review draft setup/> }.into_any(),
            Opened::Outcome(answer) => {
                view! { <Redirect to=outcome::path(organization, &answer)/> }.into_any()
            }
            Opened::NothingToReview => view! { <Redirect to=back/> }.into_any(),
            Opened::Unsettled(kept) => {
                let notice = outcome::unknown_notice(&kept.quote.id);
                view! { <NoticeView notice on_retry=move |()| answer.refetch()/> }.into_any()
            }
            Opened::CodeRefused(error) => {
                let without_code =
                    Section::Review.path_with_query(organization, &Draft { code: None, ..draft }.query());
                view! {
                    <NoticeView notice=text::notice_for(&error)>
                        <A href=without_code>{payment::continue_without_code()}</A>
                        <A href=back exact=true>{payment::back_to_edit()}</A>
                    </NoticeView>
                }
                .into_any()
            }
        }
    })
}

/// The quote request; `None` when the draft changes nothing, or was created for another number of sessions.
fn request(draft: &Draft, subscription: &Subscription) -> Option<QuoteRequest> {
    let now = &subscription.engine.subscription;
    let cycle = if now.cycle == Cycle::Annual { Cycle::Annual } else { draft.cycle.unwrap_or(now.cycle) };
    let changes_something = draft.add > 0 || cycle != now.cycle;
    let fits = draft.from.is_none_or(|from| draft.add == 0 || from == now.sessions);
    let target = Target { sessions: now.sessions.checked_add(draft.add)?, cycle };
    (changes_something && fits).then(|| QuoteRequest { target, promotion_code: draft.code.clone() })
}

/// Redirects to a path, replacing this page in the history.
#[component]
fn Redirect(to: String) -> AnyView {
    let go = use_go();
    effect(move || go(&to, true));
    view! { <PageSkeleton/> }.into_any()
}
