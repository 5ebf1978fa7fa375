use contract::{PaymentMethodForm, Subscription, SubscriptionStatus};
use leptos::prelude::*;
use leptos_router::components::A;
use platform::dom;

use crate::{
    api::ApiClient,
    components::{CardField, NoticeView, card_on_file},
    layout::{loaded, testcloud_crumbs},
    routes::Section,
    state::{
        Remote, Task,
        session::{use_api, use_organization, use_session},
    },
    text::{self, Notice, subscription as words},
    view::{live_text, live_view},
};

/// Id of the notice about the last saved card.
const SAVED: &str = "card-saved";

/// Shows and replaces the card on file.
#[component]
pub fn PaymentMethodPage() -> AnyView {
    let api = use_api();
    let organization = use_organization();
    let subscription = Remote::new(move || {
        let api = api.clone();
        async move { api.subscription(organization).await }
    });
    let reload = Callback::new(move |()| subscription.refetch());
    let saved = RwSignal::new(None::<Notice>);
    let crumbs = testcloud_crumbs(organization);
    loaded(words::card_title(), crumbs, subscription, move |subscription| {
        content(&subscription, saved, reload)
    })
}

fn content(subscription: &Subscription, saved: RwSignal<Option<Notice>>, reload: Callback<()>) -> AnyView {
    let session = use_session();
    let organization = subscription.organization.id;
    let was_past_due = subscription.status == SubscriptionStatus::PastDue;
    let save = Task::new(move |token: String| {
        let api = session.api();
        async move {
            saved.set(Some(replace_card(&api, organization, token, was_past_due).await));
            reload.run(());
            None
        }
    });
    let on_token = move |token| save.start(token);
    let status = move || if save.is_pending() { words::saving_card().to_owned() } else { String::new() };
    let saved_notice = move || saved.get().map(|notice| view! { <NoticeView notice/> }).into_any();
    if saved.with_untracked(Option::is_some) {
        // The focused field is rendered again, so move the focus to the notice, which is then announced.
        dom::focus(SAVED);
    }
    view! {
        <div id=SAVED class="notices" tabindex="-1">{live_view(saved_notice)}</div>
        <section class="panel">
            <h2>{words::card()}</h2>
            {card_on_file(subscription.payment_method.as_ref())}
        </section>
        <section class="panel">
            <h2>{if subscription.payment_method.is_some() { words::replace_card() } else { words::add_card() }}</h2>
            <p class="soft">{words::card_field_note()}</p>
            <CardField url=subscription.card_field_url.clone() on_token/>
            <p role="status">{live_text(status)}</p>
        </section>
        <p><A href=Section::Subscription.path(organization)>{text::back_to_subscription()}</A></p>
    }
    .into_any()
}

/// Saves the card and returns a notice about the result, including the result of a renewal that needed a card.
async fn replace_card(
    api: &ApiClient,
    organization: i64,
    gateway_token: String,
    was_past_due: bool,
) -> Notice {
    let card = match api.replace_card(organization, &PaymentMethodForm { gateway_token }).await {
        Ok(card) => card,
        Err(error) => return text::notice_for(&error).with_retry(false),
    };
    let body = words::card_saved(&text::card(&card.brand, &card.last4));
    let title = words::card_saved_title();
    if !was_past_due {
        return Notice::success(title, &body);
    }
    match api.subscription(organization).await {
        Ok(now) if now.status == SubscriptionStatus::PastDue => {
            Notice::warning(title, &format!("{body} {}", words::still_past_due()))
        }
        Ok(_) => Notice::success(title, &format!("{body} {}", words::renewed())),
        // The card is saved. The subscription page shows the result of the renewal.
        Err(_) => Notice::success(title, &body),
    }
}
