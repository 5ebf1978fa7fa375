//! Subscriptions that cannot be upgraded as they stand, and what to do about it.

use contract::{Subscription, SubscriptionStatus};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{Notice, NoticeView},
    platform::intl,
    routes,
    state::session::use_api,
    text::{self, upgrade},
};

/// What keeps a subscription from being upgraded, if anything does.
pub fn blocking(subscription: &Subscription, on_change: Callback<()>) -> Option<AnyView> {
    let organization = subscription.organization.id;
    if let Some(attempt) = &subscription.open_attempt {
        let sentence = upgrade::attempt_is_open(&attempt.by);
        let href = routes::attempt(organization, &attempt.id);
        return Some(
            view! {
                <div class="notice" data-tone="warning">
                    <p>{sentence}</p>
                    <footer><A href=href>{upgrade::LOOK_AT_ATTEMPT}</A></footer>
                </div>
            }
            .into_any(),
        );
    }
    match subscription.status {
        SubscriptionStatus::Active => None,
        SubscriptionStatus::Canceled => {
            let until = intl::date(subscription.engine.subscription.period_end);
            Some(view! { <Reactivate organization until on_change/> }.into_any())
        }
        SubscriptionStatus::PastDue => Some(
            view! {
                <div class="notice" data-tone="warning">
                    <p>{upgrade::PAST_DUE}</p>
                    <footer><A href=routes::payment_method(organization)>{upgrade::REPLACE_CARD}</A></footer>
                </div>
            }
            .into_any(),
        ),
        SubscriptionStatus::Ended => Some(
            view! {
                <div class="notice" data-tone="warning">
                    <p>{upgrade::ENDED}</p>
                    <footer><A href=routes::subscription(organization)>{upgrade::BACK_TO_SUBSCRIPTION}</A></footer>
                </div>
            }
            .into_any(),
        ),
    }
}

/// Offers to turn renewal on again, after which the page is loaded anew.
#[component]
fn Reactivate(organization: i64, until: String, on_change: Callback<()>) -> impl IntoView {
    let api = use_api();
    let problem = RwSignal::new(None::<Notice>);
    let reactivate = Action::new_unsync(move |_: &()| {
        let api = api.clone();
        async move {
            match api.reactivate_subscription(organization).await {
                Ok(()) => on_change.run(()),
                Err(error) => problem.set(Some(text::notice_for(&error))),
            }
        }
    });
    let turn_on = move |_| {
        if !reactivate.pending().get_untracked() {
            reactivate.dispatch(());
        }
    };
    view! {
        <div class="notice" data-tone="warning">
            <p>{upgrade::canceled(&until)}</p>
            <footer>
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || reactivate.pending().get().to_string()
                    on:click=turn_on
                >
                    {upgrade::REACTIVATE}
                </button>
            </footer>
        </div>
        {move || problem.get().map(|notice| view! { <NoticeView notice/> })}
    }
}
