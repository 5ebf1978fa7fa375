use leptos::prelude::*;

use super::payment::{PaymentStage, ReviewPayment};
use crate::{
    layout::CardSetupForm,
    state::CardSetup,
    text::{self, payment},
    view::{live, live_view},
};

/// The card for the payment, and the way to another one.
#[component]
pub fn CardOnFile(
    /// The payment.
    payment: ReviewPayment,
    /// A new card.
    setup: CardSetup,
    /// The amount due, in minor units.
    due: Signal<i64>,
) -> AnyView {
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
    let has_card = Signal::derive(move || payment.card.with(Option::is_some));
    // A payment in progress uses the card that was on file when it was sent.
    let is_blocked = Signal::derive(move || payment.stage.get() == PaymentStage::Paying);
    view! {
        <p hidden=live(move || due.get() != 0)>{payment::nothing_due()}</p>
        <div class="stack" hidden=live(move || due.get() == 0)>
            {live_view(on_file)}
            <CardSetupForm setup has_card is_blocked/>
        </div>
    }
    .into_any()
}
