//! The notice for a renewal in progress.

use std::time::Duration;

use contract::{Charged, ProblemCode, Subscription};
use leptos::prelude::*;
use platform::clock;

use crate::{
    components::NoticeView,
    state::{Task, session::use_api},
    text,
};

const REFRESH_INTERVAL: Duration = Duration::from_secs(2);

/// A notice that reloads the page once the renewal is booked.
pub fn renewal_notice(organization: i64, reload: Callback<()>) -> AnyView {
    reload_when(organization, reload, |subscription| !subscription.renewal_due);
    let notice = text::notice_for_refusal(ProblemCode::RenewalInProgress, Charged::No, "");
    view! { <NoticeView notice=notice.with_retry(false)/> }.into_any()
}

/// Polls the subscription, and reloads the page once it has changed. Returns the task that reads it.
pub(super) fn reload_when(
    organization: i64,
    reload: Callback<()>,
    has_changed: fn(&Subscription) -> bool,
) -> Task<()> {
    let api = use_api();
    let refresh = Task::new(move |()| {
        let api = api.clone();
        async move {
            if api.subscription(organization).await.is_ok_and(|subscription| has_changed(&subscription)) {
                reload.try_run(());
            }
            None
        }
    });
    clock::interval(REFRESH_INTERVAL, move || refresh.start(()));
    refresh
}
