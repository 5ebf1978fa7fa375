use std::time::Duration;

use billing::Money;
use leptos::prelude::*;
use platform::intl;

use super::live_figure;
use crate::{
    text::upgrade,
    view::{Delay, effect, live_text},
};

/// Debounce interval for announcing the amount.
const ANNOUNCE_AFTER: Duration = Duration::from_millis(500);

/// The amount due, with one announcement for screen readers after typing stops.
#[component]
pub fn AmountDue(
    /// The amount due; `None` while there is none.
    #[prop(into)]
    amount: Signal<Option<Money>>,
    /// Why there is no amount; empty while there is one.
    #[prop(into)]
    reason: Signal<String>,
    /// The button for the next step, shown next to the amount on narrow screens.
    #[prop(optional)]
    next_step: Option<AnyView>,
) -> AnyView {
    let announced = StoredValue::new(amount.get_untracked());
    let announcement = RwSignal::new(String::new());
    let delay = Delay::new();
    effect(move || {
        let amount = amount.get();
        if amount == announced.get_value() {
            // The announced amount is still correct.
            delay.cancel();
            return;
        }
        delay.restart(ANNOUNCE_AFTER, move || {
            let before = announced.try_get_value().flatten();
            announced.try_set_value(amount);
            announcement.try_set(sentence(amount, before, &reason.try_get_untracked().unwrap_or_default()));
        });
    });
    let amount_text = move || amount.get().map_or_else(|| upgrade::no_amount().to_owned(), intl::money);

    view! {
        <div class="amount-due">
            <span id="amount-due-label">{upgrade::amount_due_today()}</span>
            <output aria-live="off" aria-labelledby="amount-due-label" for="additional-sessions">
                {live_figure(amount_text)}
            </output>
            {next_step}
            <p class="hint">{live_text(move || reason.get())}</p>
            <p role="status" class="visually-hidden">{live_text(move || announcement.get())}</p>
        </div>
    }
    .into_any()
}

fn sentence(amount: Option<Money>, before: Option<Money>, reason: &str) -> String {
    let Some(amount) = amount else {
        return reason.to_owned();
    };
    let difference = before.and_then(|before| amount.checked_sub(before));
    let by = difference.and_then(|difference| {
        let size = if difference.minor() < 0 { difference.checked_neg()? } else { difference };
        Some((intl::money(size), difference.minor() > 0))
    });
    upgrade::amount_announcement(&intl::money(amount), by.as_ref().map(|(by, more)| (by.as_str(), *more)))
}
