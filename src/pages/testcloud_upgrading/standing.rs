//! Subscriptions in a state that blocks an upgrade, and what to do about it.

use contract::{Subscription, SubscriptionStatus};
use leptos::prelude::*;

use crate::{
    components::NoticeView,
    layout::renewing,
    platform::intl,
    routes::Section,
    state::{Task, session::use_api},
    text::{self, upgrade},
    view::{clicked, live, live_view},
};

/// The notice for a state that blocks an upgrade, if any.
pub fn blocking(subscription: &Subscription, on_change: Callback<()>) -> Option<AnyView> {
    let organization = subscription.organization.id;
    if let Some(attempt) = &subscription.open_attempt {
        let href = Section::Attempt(attempt.id.clone()).path(organization);
        return Some(notice(upgrade::attempt_is_open(&attempt.by), href, upgrade::look_at_attempt()));
    }
    if subscription.renewal_due {
        return Some(renewing(organization, on_change));
    }
    match subscription.status {
        SubscriptionStatus::Active => None,
        SubscriptionStatus::Canceled => {
            let until = intl::date(subscription.engine.subscription.period_end);
            Some(reactivate(organization, &until, on_change))
        }
        SubscriptionStatus::PastDue => {
            let href = Section::PaymentMethod.path(organization);
            Some(notice(upgrade::past_due().to_owned(), href, upgrade::replace_card()))
        }
        SubscriptionStatus::Ended => {
            let href = Section::Subscription.path(organization);
            Some(notice(upgrade::ended().to_owned(), href, text::back_to_subscription()))
        }
    }
}

/// A notice with a button that turns renewal on again and then reloads the page.
fn reactivate(organization: i64, until: &str, on_change: Callback<()>) -> AnyView {
    let api = use_api();
    let reactivate = Task::new(move |()| {
        let api = api.clone();
        async move {
            match api.reactivate_subscription(organization).await {
                Ok(()) => {
                    on_change.run(());
                    None
                }
                Err(error) => Some(text::notice_for(&error)),
            }
        }
    });
    let problem = move || match reactivate.notice() {
        Some(notice) => view! { <NoticeView notice/> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <div class="notice" data-tone="warning">
            <p>{upgrade::canceled(until)}</p>
            <footer>
                <button
                    type="button"
                    class="button"
                    aria-disabled=live(move || reactivate.is_pending().to_string())
                    on:click=clicked(move || reactivate.start(()))
                >
                    {upgrade::reactivate()}
                </button>
            </footer>
        </div>
        {live_view(problem)}
    }
    .into_any()
}

/// A notice with a link.
fn notice(sentence: String, href: String, label: &'static str) -> AnyView {
    view! {
        <div class="notice" data-tone="warning">
            <p>{sentence}</p>
            <footer><a href=href class="button">{label}</a></footer>
        </div>
    }
    .into_any()
}
