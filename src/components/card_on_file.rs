use contract::PaymentMethod;
use leptos::prelude::*;

use crate::text::{self, subscription as words};

/// The card on file with brand, last four digits and expiry date, or a note that there is none.
pub fn card_on_file(card: Option<&PaymentMethod>) -> AnyView {
    let Some(card) = card else { return view! { <p class="soft">{words::no_card()}</p> }.into_any() };
    let expiry_date = text::card_expiry(card);
    let expiry = if card.expired {
        let expired = words::expired(&expiry_date);
        view! { <span class="badge" data-tone="error">{expired}</span> }.into_any()
    } else {
        view! { <small class="soft">{words::expires(&expiry_date)}</small> }.into_any()
    };
    view! {
        <p class="card-on-file">
            <strong>{text::card(&card.brand, &card.last4)}</strong>
            {expiry}
        </p>
    }
    .into_any()
}
