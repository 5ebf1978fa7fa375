//! Turns automatic renewal off and on. A dialog lists the consequences first.

use contract::{Subscription, SubscriptionStatus};
use leptos::{html, prelude::*};
use platform::{
    dom::{self, focus_heading},
    intl,
};

use super::details;
use crate::{
    components::NoticeView,
    state::{
        Task,
        portal::{PortalEvent, report},
        session::use_session,
    },
    text::{self, subscription as words},
    view::{clicked, live, live_text, live_view},
};

/// The texts and styles that differ between turning renewal off and on.
struct Wording {
    open: &'static str,
    open_class: &'static str,
    title: &'static str,
    consequences: Vec<String>,
    leave: &'static str,
    confirm: &'static str,
    confirm_class: &'static str,
    busy: &'static str,
}

/// The cancel button of a subscription that renews.
pub fn cancel(subscription: &Subscription, reload: Callback<()>) -> Option<AnyView> {
    let can_cancel = matches!(subscription.status, SubscriptionStatus::Active | SubscriptionStatus::PastDue);
    let is_paid = subscription.status == SubscriptionStatus::Active && !subscription.renewal_due;
    let terms = &subscription.engine.subscription;
    let end = intl::date(terms.period_end);
    let sessions = intl::count(terms.sessions);
    can_cancel.then(|| {
        let wording = Wording {
            open: words::cancel(),
            open_class: "text-button danger",
            title: words::cancel_title(),
            consequences: if is_paid {
                vec![
                    words::cancel_keeps(&sessions, &end),
                    words::cancel_no_refund().to_owned(),
                    words::cancel_no_upgrade().to_owned(),
                    words::cancel_undo(&end),
                ]
            } else {
                vec![words::cancel_unpaid().to_owned()]
            },
            leave: words::keep_subscription(),
            confirm: words::cancel_confirm(),
            confirm_class: "button danger",
            busy: words::canceling(),
        };
        let switch = switch(subscription.organization.id, false, wording, reload);
        let renews = is_paid.then(|| words::renews(&end));
        view! { <div class="renewal"><span class="soft">{renews}</span> " " {switch}</div> }.into_any()
    })
}

/// The reactivate button of a canceled subscription.
pub fn reactivate(subscription: &Subscription, reload: Callback<()>) -> AnyView {
    let end = intl::date(subscription.engine.subscription.period_end);
    let wording = Wording {
        open: words::reactivate(),
        open_class: "button small",
        title: words::reactivate_title(),
        consequences: vec![
            words::reactivate_renews(&end, &details::next_amount(subscription)),
            words::reactivate_free().to_owned(),
        ],
        leave: words::not_now(),
        confirm: words::reactivate_confirm(),
        confirm_class: "button",
        busy: words::reactivating(),
    };
    switch(subscription.organization.id, true, wording, reload)
}

fn switch(organization: i64, on: bool, wording: Wording, reload: Callback<()>) -> AnyView {
    let session = use_session();
    let dialog = NodeRef::<html::Dialog>::new();
    let change = Task::new(move |()| {
        let api = session.api();
        async move {
            let answer = if on {
                api.reactivate_subscription(organization).await
            } else {
                api.cancel_subscription(organization).await
            };
            match answer {
                Ok(()) => {
                    report(|| PortalEvent::SubscriptionChanged);
                    if let Some(dialog) = dialog.get_untracked() {
                        dialog.close();
                    }
                    reload.run(());
                    focus_heading();
                    None
                }
                Err(error) => Some(text::notice_for(&error)),
            }
        }
    });
    let open = move || {
        if let Some(dialog) = dialog.get_untracked() {
            change.clear();
            dom::show_modal(&dialog);
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let failed = move || change.notice().map(|notice| view! { <NoticeView notice/> }).into_any();
    let consequences: Vec<_> = wording.consequences.into_iter().map(|one| view! { <li>{one}</li> }).collect();
    let (confirm_word, busy_word) = (wording.confirm, wording.busy);
    view! {
        <button type="button" class=wording.open_class on:click=clicked(open)>{wording.open}</button>
        <dialog node_ref=dialog class="dialog" aria-label=wording.title>
            <h2>{wording.title}</h2>
            <ul>{consequences}</ul>
            {live_view(failed)}
            <footer>
                <button type="button" class="button secondary" on:click=clicked(close)>{wording.leave}</button>
                <button type="button" class=wording.confirm_class on:click=clicked(move || change.start(())) aria-disabled=live(move || change.busy()) aria-busy=live(move || change.busy())>
                    {live_text(move || (if change.is_pending() { busy_word } else { confirm_word }).to_owned())}
                </button>
            </footer>
        </dialog>
    }
    .into_any()
}
