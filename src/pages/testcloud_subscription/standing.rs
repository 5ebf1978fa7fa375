//! The status of the subscription: a badge, and a notice if an action is required.

use contract::{Subscription, SubscriptionStatus};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{details, renewal_switch};
use crate::{
    components::NoticeView,
    layout::renewing,
    platform::intl,
    routes::Section,
    text::{self, Notice, Tone, subscription as words},
};

pub fn badge(status: SubscriptionStatus) -> AnyView {
    let tone = match status {
        SubscriptionStatus::Active => "good",
        SubscriptionStatus::Canceled => "warning",
        SubscriptionStatus::PastDue => "error",
        SubscriptionStatus::Ended => "ended",
    };
    view! { <span class="badge" data-tone=tone>{words::status(status)}</span> }.into_any()
}

pub fn notice(subscription: &Subscription, reload: Callback<()>) -> Option<AnyView> {
    let organization = subscription.organization.id;
    let end = intl::date(subscription.engine.subscription.period_end);
    if let Some(attempt) = &subscription.open_attempt {
        let amount = details::money(subscription, attempt.amount_due_minor);
        let body = words::attempt(&attempt.by, &amount, &text::plan(attempt.after));
        let path = Section::Attempt(attempt.id.clone()).path(organization);
        let link =
            view! { <A href=path attr:class="button secondary small">{words::see_attempt()}</A> }.into_any();
        return Some(notice_view(Tone::Warning, words::attempt_title(), body, link));
    }
    if subscription.renewal_due {
        return Some(renewing(organization, reload));
    }
    match subscription.status {
        SubscriptionStatus::Active => None,
        SubscriptionStatus::Canceled => {
            let reactivate = renewal_switch::reactivate(subscription, reload);
            Some(notice_view(Tone::Warning, words::canceled_title(), words::canceled(&end), reactivate))
        }
        SubscriptionStatus::PastDue => {
            let path = Section::PaymentMethod.path(organization);
            let link =
                view! { <A href=path attr:class="button small">{words::replace_card()}</A> }.into_any();
            Some(notice_view(Tone::Error, words::past_due_title(), words::past_due().to_owned(), link))
        }
        SubscriptionStatus::Ended => {
            Some(notice_view(Tone::Info, words::ended_title(), words::ended(&end), ().into_any()))
        }
    }
}

fn notice_view(tone: Tone, title: &str, body: String, action: AnyView) -> AnyView {
    let notice = Notice { tone, title: title.to_owned(), body, retry: false, reference: None };
    view! { <NoticeView notice>{action}</NoticeView> }.into_any()
}
