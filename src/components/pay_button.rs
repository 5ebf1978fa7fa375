use billing::Money;
use leptos::prelude::*;

use super::{figure, live, live_text, live_view};
use crate::{platform::intl, text::payment};

/// Id of the figure on the button. It is read back before anything is paid.
pub const PAY_AMOUNT: &str = "pay-amount";

/// Stands for the amount in the button's words.
const PLACE: &str = "\u{fffc}";

/// The button that pays, naming the amount. It keeps the focus while it is locked.
#[component]
pub fn PayButton(
    /// What is paid; `None` when nothing is due.
    #[prop(into)]
    amount: Signal<Option<Money>>,
    /// What has to end before anything can be paid, in place of the amount.
    #[prop(into)]
    progress: Signal<Option<&'static str>>,
    /// Nothing can be paid on this page for now.
    #[prop(into)]
    blocked: Signal<bool>,
    /// It takes long enough to say what is safe to do.
    #[prop(into)]
    long: Signal<bool>,
) -> AnyView {
    let label = move || match (progress.get(), amount.get()) {
        (Some(progress), _) => progress.into_any(),
        (None, None) => payment::confirm_free().into_any(),
        (None, Some(amount)) => {
            let words = payment::pay(PLACE);
            let (before, after) = words.split_once(PLACE).unwrap_or_default();
            let (before, after) = (before.to_owned(), after.to_owned());
            view! { <span>{before}<span id=PAY_AMOUNT>{figure(intl::money(amount))}</span>{after}</span> }
                .into_any()
        }
    };
    let explanation = move || if long.get() { payment::paying_long().to_owned() } else { String::new() };
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
