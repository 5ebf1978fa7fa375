//! The notice for a renewal in progress.

use std::time::Duration;

use contract::{Charged, ProblemCode};
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
    let api = use_api();
    let refresh = Task::new(move |()| {
        let api = api.clone();
        async move {
            if api.subscription(organization).await.is_ok_and(|subscription| !subscription.renewal_due) {
                reload.try_run(());
            }
            None
        }
    });
    clock::interval(REFRESH_INTERVAL, move || refresh.start(()));
    let notice = text::notice_for_refusal(ProblemCode::RenewalInProgress, Charged::No, "");
    view! { <NoticeView notice=notice.with_retry(false)/> }.into_any()
}
