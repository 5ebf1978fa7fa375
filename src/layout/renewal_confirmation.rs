use contract::{Subscription, SubscriptionStatus};
use leptos::prelude::*;
use leptos_router::components::A;
use platform::network;

use super::{
    departure_button::{DepartureWords, departure_button, departure_notice},
    renewal_notice::reload_when,
};
use crate::{
    components::NoticeView,
    routes::Section,
    state::{Departure, session::use_session},
    text::{Notice, payment, subscription as words},
};

/// Id of the button that leaves for the bank's page, and of the link that replaces it in a frame.
const BUTTON: &str = "confirm-renewal";

/// Whether a person has to confirm the unpaid renewal of a subscription.
fn is_confirmable(subscription: &Subscription) -> bool {
    subscription.renewal_confirmable && subscription.status == SubscriptionStatus::PastDue
}

/// The notice about an unpaid renewal that the bank wants a person to confirm, with the button that leaves for the bank's
/// page. Reloads the page once there is nothing to confirm any more. Off the page of the payment method, links to it.
pub fn unconfirmed_renewal(
    subscription: &Subscription,
    reload: Callback<()>,
    has_card_link: bool,
) -> Option<AnyView> {
    if !is_confirmable(subscription) {
        return None;
    }
    let (session, organization) = (use_session(), subscription.organization.id);
    let request = move || session.api().confirm_renewal(organization);
    let departure = Departure::new(BUTTON, Box::new(request));
    // The person confirms on another page, and the bank may be slow.
    let refresh = reload_when(organization, reload, |subscription| !is_confirmable(subscription));
    network::on_window("visibilitychange", move || refresh.start(()));
    let texts = DepartureWords {
        button: words::confirm_renewal(),
        leaving: words::opening_bank(),
        link: payment::continue_to_bank(),
        hint: payment::bank_opens_in_new_tab(),
    };
    let card = has_card_link.then(|| {
        let path = Section::PaymentMethod.path(organization);
        view! { <A href=path attr:class="button secondary small">{words::replace_card()}</A> }
    });
    let notice = Notice::error(words::past_due_title(), words::confirm_renewal_body());
    let view = view! {
        <NoticeView notice>
            {departure_button(departure, BUTTON, "button small", texts, Signal::stored(false))}
            {card}
        </NoticeView>
        {departure_notice(departure)}
    };
    Some(view.into_any())
}
