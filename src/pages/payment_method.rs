use contract::{Subscription, SubscriptionStatus};
use leptos::prelude::*;
use leptos_router::components::A;
use platform::{dom, storage};

use crate::{
    components::card_on_file,
    layout::{CardSetupForm, loaded, testcloud_crumbs, unconfirmed_renewal},
    routes::Section,
    state::{
        CARD_NOTICE, CardSetup, Remote,
        session::{use_api, use_organization},
    },
    text::{self, Tone, subscription as words},
};

/// Storage key of an organization whose renewal was unpaid before a card was saved.
fn unpaid_key(organization: i64) -> String {
    format!("tcu.unpaid-renewal.{organization}")
}

/// Shows and replaces the card on file.
#[component]
pub fn PaymentMethodPage() -> AnyView {
    let api = use_api();
    let organization = use_organization();
    let setup = CardSetup::new(Section::PaymentMethod, Signal::stored(String::new()));
    // Whether the subscription was read after the card was saved.
    let is_after = StoredValue::new(false);
    let subscription = Remote::new(move || {
        let (api, is_saved) = (api.clone(), setup.saved.with(Option::is_some));
        async move {
            let answer = api.subscription(organization).await;
            is_after.try_set_value(is_saved);
            answer
        }
    });
    let reload = Callback::new(move |()| subscription.refetch());
    let crumbs = testcloud_crumbs(organization);
    loaded(words::card_title(), crumbs, subscription, move |subscription| {
        content(&subscription, setup, is_after.get_value(), reload)
    })
}

fn content(subscription: &Subscription, setup: CardSetup, is_after: bool, reload: Callback<()>) -> AnyView {
    let organization = subscription.organization.id;
    let renewal = renewal_result(subscription, is_after, setup);
    if is_after {
        // The notice was rendered again, so it has lost the focus.
        dom::focus(CARD_NOTICE);
    }
    let on_file = setup.saved.get_untracked().or_else(|| subscription.payment_method.clone());
    let has_card = on_file.is_some();
    view! {
        {unconfirmed_renewal(subscription, reload, false)}
        <section class="panel">
            <h2>{words::card()}</h2>
            {card_on_file(on_file.as_ref())}
            <CardSetupForm setup has_card=Signal::stored(has_card) is_blocked=Signal::stored(false) renewal/>
        </section>
        <p><A href=Section::Subscription.path(organization)>{text::back_to_subscription()}</A></p>
    }
    .into_any()
}

/// What became of an unpaid renewal after the card was saved. The gateway may have reported the card before the person
/// returned, so the page remembers that the renewal was unpaid.
fn renewal_result(
    subscription: &Subscription,
    is_after: bool,
    setup: CardSetup,
) -> Option<(Tone, &'static str)> {
    let key = unpaid_key(subscription.organization.id);
    let is_unpaid = subscription.status == SubscriptionStatus::PastDue;
    if !is_after {
        if is_unpaid {
            storage::write(&key, "1");
        } else if !untrack(move || setup.is_checking()) {
            storage::remove(&key);
        }
        return None;
    }
    storage::read(&key)?;
    Some(if !is_unpaid {
        storage::remove(&key);
        (Tone::Success, words::renewed())
    } else if subscription.renewal_confirmable {
        (Tone::Warning, words::confirm_renewal_body())
    } else {
        (Tone::Warning, words::still_past_due())
    })
}
