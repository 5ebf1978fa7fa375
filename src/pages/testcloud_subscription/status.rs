//! The status of the subscription: a badge, and a notice if an action is required.

use contract::{Subscription, SubscriptionStatus};
use leptos::prelude::*;
use leptos_router::components::A;
use platform::intl;

use super::{details, renewal_switch};
use crate::{
    components::NoticeView,
    layout::{renewal_notice, unconfirmed_renewal},
    routes::Section,
    state::{UpgradeBlocker, upgrade_blocker},
    text::{self, Notice, Tone, subscription as words},
};

/// The badge with the name of the status.
pub fn badge(status: SubscriptionStatus) -> AnyView {
    let tone = match status {
        SubscriptionStatus::Active => "good",
        SubscriptionStatus::Canceled => "warning",
        SubscriptionStatus::PastDue => "error",
        SubscriptionStatus::Ended => "ended",
    };
    view! { <span class="badge" data-tone=tone>{words::status(status)}</span> }.into_any()
}

/// The notice about a status that requires an action.
pub fn notice(subscription: &Subscription, reload: Callback<()>) -> Option<AnyView> {
    let organization = subscription.organization.id;
    let end = intl::date(subscription.engine.subscription.period_end);
    let (tone, title, body, action) = match upgrade_blocker(subscription)? {
        UpgradeBlocker::OpenAttempt(attempt) => {
            let amount = details::money(subscription, attempt.amount_due_minor);
            let body = words::attempt(&attempt.by, &amount, &text::plan(attempt.after));
            let path = Section::Attempt(attempt.id.clone()).path(organization);
            let link = view! { <A href=path attr:class="button secondary small">{words::view_payment()}</A> };
            (Tone::Warning, words::attempt_title(), body, link.into_any())
        }
        UpgradeBlocker::Renewing => return Some(renewal_notice(organization, reload)),
        UpgradeBlocker::Canceled => {
            let reactivate = renewal_switch::reactivate(subscription, reload);
            (Tone::Warning, words::canceled_title(), words::canceled(&end), reactivate)
        }
        UpgradeBlocker::PastDue => {
            if let Some(notice) = unconfirmed_renewal(subscription, reload, true) {
                return Some(notice);
            }
            let path = Section::PaymentMethod.path(organization);
            let link = view! { <A href=path attr:class="button small">{words::replace_card()}</A> };
            (Tone::Error, words::past_due_title(), words::past_due().to_owned(), link.into_any())
        }
        UpgradeBlocker::Ended => (Tone::Info, words::ended_title(), words::ended(&end), ().into_any()),
    };
    Some(view! { <NoticeView notice=Notice::new(tone, title, &body)>{action}</NoticeView> }.into_any())
}
