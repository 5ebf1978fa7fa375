use std::sync::Arc;

use contract::Subscription;
use leptos::prelude::*;
use leptos_router::components::A;

use super::{card, details, history::History, renewal_switch, requests, status};
use crate::{
    layout::framed,
    routes::Section,
    state::{
        Remote,
        session::{use_api, use_organization},
        upgrade_blocker,
    },
    text::{self, subscription as words},
};

/// The TestCloud Subscription page: plan, card on file, payment history.
#[component]
pub fn TestcloudSubscription() -> AnyView {
    let api = use_api();
    let organization = use_organization();
    let subscription = Remote::new(move || {
        let api = api.clone();
        async move { api.subscription(organization).await }
    });
    let reload = Callback::new(move |()| subscription.refetch());
    let crumbs = vec![
        (text::settings().to_owned(), Some(Section::Settings.path(organization))),
        (text::subscription_management().to_owned(), None),
    ];
    framed(
        words::title(),
        crumbs,
        subscription,
        Arc::new(move |()| {
            subscription.get().and_then(Result::ok).map(|subscription| side_column(&subscription)).into_any()
        }),
        Arc::new(|()| details::skeletons()),
        Arc::new(move |subscription| content(&subscription, reload)),
    )
}

fn side_column(subscription: &Subscription) -> AnyView {
    let organization = subscription.organization.id;
    let can_upgrade = upgrade_blocker(subscription).is_none();
    let upgrade = can_upgrade.then(
        || view! { <A href=Section::Upgrade.path(organization) attr:class="button">{words::upgrade()}</A> },
    );
    view! { <div class="cluster">{status::badge(subscription.status)}{upgrade}</div> }.into_any()
}

fn content(subscription: &Subscription, reload: Callback<()>) -> AnyView {
    view! {
        {status::notice(subscription, reload)}
        {requests::panel(subscription)}
        {details::figures(subscription)}
        <div class="columns">
            {details::panel(subscription)}
            <div class="stack">
                {card::panel(subscription)}
                {renewal_switch::cancel(subscription, reload)}
            </div>
        </div>
        <History organization=subscription.organization.id/>
    }
    .into_any()
}
