use contract::PaymentMethodForm;
use leptos::prelude::*;

use super::payment::Payment;
use crate::{
    components::{Notice, NoticeView},
    pages::CardField,
    state::session::use_api,
    text::{self, upgrade},
};

/// The card that pays, and the way to use another one.
#[component]
pub fn CardOnFile(
    /// The payment it is for.
    payment: Payment,
    /// Whose card.
    organization: i64,
    /// What is due, in minor units.
    due: Memo<i64>,
    /// Where the gateway's hosted field lives.
    card_field_url: String,
) -> impl IntoView {
    let api = use_api();
    let problem = RwSignal::new(None::<Notice>);
    let is_open = RwSignal::new(payment.card.with_untracked(Option::is_none));
    let replace = Action::new_unsync(move |token: &String| {
        let (api, form) = (api.clone(), PaymentMethodForm { gateway_token: token.clone() });
        async move {
            match api.replace_card(organization, &form).await {
                Ok(card) => {
                    problem.set(None);
                    payment.card.set(Some(card));
                    is_open.set(false);
                }
                Err(error) => problem.set(Some(text::notice_for(&error))),
            }
        }
    });
    let on_token = Callback::new(move |token: String| {
        if !replace.pending().get_untracked() {
            replace.dispatch(token);
        }
    });
    let on_file = move || match payment.card.get() {
        None => view! { <p>{upgrade::NO_CARD}</p> }.into_any(),
        Some(card) => {
            let expired = card.expired;
            view! {
                <p><strong>{upgrade::card(&card.brand, &card.last4, card.expires_month, card.expires_year)}</strong></p>
                {expired.then(|| view! { <p class="problem">{upgrade::CARD_EXPIRED}</p> })}
            }
            .into_any()
        }
    };
    let opener = move || {
        if payment.card.with(Option::is_some) { upgrade::USE_ANOTHER_CARD } else { upgrade::ADD_CARD }
    };
    let card_field_url = StoredValue::new(card_field_url);
    view! {
        <Show when=move || { due.get() > 0 } fallback=|| view! { <p>{upgrade::NOTHING_DUE}</p> }>
            {on_file}
            {move || problem.get().map(|notice| view! { <NoticeView notice/> })}
            <button
                type="button"
                class="button secondary small"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {opener}
            </button>
            <Show when=move || is_open.get()>
                <p class="hint">{upgrade::CARD_REPLACES}</p>
                <CardField url=card_field_url.get_value() on_token/>
            </Show>
        </Show>
    }
}
