use billing::Money;
use leptos::prelude::*;
use platform::intl;

use super::figure;
use crate::{
    text::payment,
    view::{live, live_text, live_view},
};

/// Id of the amount on the button. It is read back before a payment is sent.
pub const PAY_AMOUNT: &str = "pay-amount";

/// Placeholder for the amount in the button's text.
const PLACEHOLDER: &str = "\u{fffc}";

/// The button that pays, with the amount. It keeps the focus while it is disabled.
#[component]
pub fn PayButton(
    /// The amount to pay; `None` when nothing is due.
    #[prop(into)]
    amount: Signal<Option<Money>>,
    /// The operation in progress, shown in place of the amount. It blocks the payment.
    #[prop(into)]
    progress: Signal<Option<&'static str>>,
    /// Whether the payment is blocked for another reason.
    #[prop(into)]
    blocked: Signal<bool>,
    /// Whether the payment takes so long that the page explains what is safe to do.
    #[prop(into)]
    long: Signal<bool>,
) -> AnyView {
    let label = move || match (progress.get(), amount.get()) {
        (Some(progress), _) => progress.into_any(),
        (None, None) => payment::confirm_free().into_any(),
        (None, Some(amount)) => {
            let words = payment::pay(PLACEHOLDER);
            let (before, after) = words.split_once(PLACEHOLDER).unwrap_or_default();
            let (before, after) = (before.to_owned(), after.to_owned());
            view! { <span>{before}<span id=PAY_AMOUNT>{figure(intl::money(amount))}</span>{after}</span> }
                .into_any()
        }
    };
    let explanation =
        move || if long.get() { payment::payment_takes_long().to_owned() } else { String::new() };
    view! {
        <button
            type="submit"
            class="button wide pay-button"
            aria-disabled=live(move || (progress.get().is_some() || blocked.get()).to_string())
            aria-busy=live(move || progress.get().is_some().to_string())
        >
            {live_view(label)}
        </button>
        <p role="status" class="hint">{live_text(explanation)}</p>
    }
    .into_any()
}
