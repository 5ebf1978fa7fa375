//! The card on file.

use contract::Subscription;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{components::card_on_file, routes::Section, text::subscription as words};

pub fn panel(subscription: &Subscription) -> AnyView {
    let card = subscription.payment_method.as_ref();
    let label = if card.is_some() { words::replace_card() } else { words::add_card() };
    let path = Section::PaymentMethod.path(subscription.organization.id);
    view! {
        <section class="panel">
            <h2>{words::card()}</h2>
            {card_on_file(card)}
            <p><A href=path attr:class="button secondary small">{label}</A></p>
        </section>
    }
    .into_any()
}
