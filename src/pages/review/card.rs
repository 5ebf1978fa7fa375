use contract::PaymentMethodForm;
use leptos::prelude::*;
use platform::dom;

use super::{
    payment::{PaymentStage, ReviewPayment},
    sheet::CARD_FIELD,
};
use crate::{
    components::{CardField, NoticeView},
    state::{Task, session::use_api},
    text::{self, payment},
    view::{live, live_text, live_view},
};

/// The card for the payment, and a form to use another one.
#[component]
pub fn CardOnFile(
    /// The payment.
    payment: ReviewPayment,
    /// Id of the organization.
    organization: i64,
    /// The amount due, in minor units.
    due: Signal<i64>,
    /// URL of the gateway's hosted card field.
    card_field_url: String,
) -> AnyView {
    let api = use_api();
    let is_open = RwSignal::new(payment.card.with_untracked(Option::is_none));
    let replace = Task::new(move |token: String| {
        let (api, form) = (api.clone(), PaymentMethodForm { gateway_token: token });
        async move {
            match api.replace_card(organization, &form).await {
                Ok(card) => {
                    payment.card.try_set(Some(card));
                    is_open.try_set(false);
                    // The focused field is removed, so move the focus to the new card, which is then announced.
                    dom::focus(CARD_FIELD);
                    None
                }
                Err(error) => Some(text::notice_for(&error)),
            }
        }
    });
    let on_file = move || match payment.card.get() {
        None => view! { <p>{payment::no_card()}</p> }.into_any(),
        Some(card) => {
            let expired = card.expired;
            view! {
                <p><strong>{payment::card(&text::brand_name(&card.brand), &card.last4, &text::card_expiry(&card))}</strong></p>
                {expired.then(|| view! { <p class="problem">{payment::card_expired()}</p> })}
            }
            .into_any()
        }
    };
    let toggle_label = move || {
        let label = if payment.card.with(Option::is_some) {
            payment::use_another_card()
        } else {
            payment::add_card()
        };
        label.to_owned()
    };
    // A payment in progress uses the card that was on file when it was sent.
    let is_paying = move || payment.stage.get() == PaymentStage::Paying;
    let toggle = move |_| {
        if !untrack(is_paying) {
            is_open.update(|open| *open = !*open);
        }
    };
    let problem = move || match replace.notice() {
        Some(notice) => view! { <NoticeView notice/> }.into_any(),
        None => ().into_any(),
    };
    let field = move || {
        if !is_open.get() {
            return ().into_any();
        }
        let has_card = payment.card.with_untracked(Option::is_some);
        view! {
            <p class="hint">{if has_card { payment::card_replaces() } else { payment::card_is_saved() }}</p>
            <CardField url=card_field_url.clone() on_token=move |token| replace.start(token)/>
        }
        .into_any()
    };
    view! {
        <p hidden=live(move || due.get() != 0)>{payment::nothing_due()}</p>
        <div class="stack" hidden=live(move || due.get() == 0)>
            {live_view(on_file)}
            {live_view(problem)}
            <p>
                <button
                    type="button"
                    class="button secondary small"
                    aria-expanded=live(move || is_open.get().to_string())
                    aria-disabled=live(move || is_paying().to_string())
                    on:click=toggle
                >
                    {live_text(toggle_label)}
                </button>
            </p>
            {live_view(field)}
        </div>
    }
    .into_any()
}
