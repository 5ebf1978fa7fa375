use contract::{Subscription, SubscriptionStatus};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{card, details, history::History, renewal_switch, requests, standing};
use crate::{
    components::skeleton,
    pages::{LoadFailed, PageFrame},
    routes,
    state::{
        Remote,
        session::{use_api, use_session},
    },
    text::{self, subscription as words},
};

/// Step 3 of the walk.
#[component]
pub fn TestcloudSubscription() -> AnyView {
    let api = use_api();
    let organization = use_session().organization_id.get_untracked().unwrap_or_default();
    let subscription = Remote::new(move || {
        let api = api.clone();
        async move { api.subscription(organization).await }
    });
    let reload = Callback::new(move |()| subscription.refetch());
    let content = move || match subscription.get() {
        None => frame(organization, skeleton(8), details::skeletons()),
        Some(Err(error)) => view! { <LoadFailed title=words::TITLE error on_retry=reload/> }.into_any(),
        Some(Ok(subscription)) => loaded(&subscription, reload),
    };
    content.into_any()
}

fn frame(organization: i64, beside: AnyView, content: AnyView) -> AnyView {
    let crumbs = vec![
        (text::SETTINGS.to_owned(), Some(routes::settings(organization))),
        (text::SUBSCRIPTION_MANAGEMENT.to_owned(), None),
    ];
    view! { <PageFrame title=words::TITLE crumbs beside>{content}</PageFrame> }.into_any()
}

fn loaded(subscription: &Subscription, reload: Callback<()>) -> AnyView {
    let organization = subscription.organization.id;
    let upgradable = subscription.status == SubscriptionStatus::Active && subscription.open_attempt.is_none();
    let upgrade = upgradable.then(
        || view! { <A href=routes::upgrade(organization, "") attr:class="button">{words::UPGRADE}</A> },
    );
    let beside =
        view! { <div class="cluster">{standing::badge(subscription.status)}{upgrade}</div> }.into_any();
    let content = view! {
        {standing::notice(subscription, reload)}
        {requests::panel(subscription)}
        {details::figures(subscription)}
        <div class="columns">
            {details::panel(subscription)}
            <div class="stack">
                {card::panel(subscription)}
                {renewal_switch::cancel(subscription, reload)}
            </div>
        </div>
        <History organization/>
    }
    .into_any();
    frame(organization, beside, content)
}
