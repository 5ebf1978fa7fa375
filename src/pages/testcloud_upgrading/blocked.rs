//! Subscriptions in a state that blocks an upgrade, and what to do about it.

use contract::Subscription;
use leptos::prelude::*;
use platform::intl;

use crate::{
    components::NoticeView,
    layout::renewal_notice,
    routes::Section,
    state::{Task, UpgradeBlocker, session::use_api, upgrade_blocker},
    text::{self, subscription as words, upgrade},
    view::{clicked, live, live_view},
};

/// The notice for a state that blocks an upgrade, if any.
pub fn notice_if_blocked(subscription: &Subscription, on_change: Callback<()>) -> Option<AnyView> {
    let organization = subscription.organization.id;
    let (sentence, section, label) = match upgrade_blocker(subscription)? {
        UpgradeBlocker::OpenAttempt(attempt) => {
            let section = Section::Attempt(attempt.id.clone());
            (upgrade::attempt_is_open(&attempt.by), section, upgrade::view_payment())
        }
        UpgradeBlocker::Renewing => return Some(renewal_notice(organization, on_change)),
        UpgradeBlocker::Canceled => {
            let until = intl::date(subscription.engine.subscription.period_end);
            return Some(reactivate(organization, &until, on_change));
        }
        UpgradeBlocker::PastDue => {
            // The button is on the page of the payment method: its code would make the page in a frame too large.
            if subscription.renewal_confirmable {
                let (sentence, label) = (words::confirm_renewal_body(), words::confirm_renewal());
                let path = Section::PaymentMethod.path(organization);
                return Some(notice_with_link(sentence.to_owned(), path, label));
            }
            (upgrade::past_due().to_owned(), Section::PaymentMethod, upgrade::replace_card())
        }
        UpgradeBlocker::Ended => {
            (upgrade::ended().to_owned(), Section::Subscription, text::back_to_subscription())
        }
    };
    Some(notice_with_link(sentence, section.path(organization), label))
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
fn notice_with_link(sentence: String, href: String, label: &'static str) -> AnyView {
    view! {
        <div class="notice" data-tone="warning">
            <p>{sentence}</p>
            <footer><a href=href class="button">{label}</a></footer>
        </div>
    }
    .into_any()
}
