use billing::Money;
use leptos::prelude::*;

use super::{live, live_text};
use crate::{platform::intl, text::payment};

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
    let label = move || match progress.get() {
        Some(progress) => progress.to_owned(),
        None => amount
            .get()
            .map_or_else(|| payment::confirm_free().to_owned(), |amount| payment::pay(&intl::money(amount))),
    };
    let explanation = move || if long.get() { payment::paying_long().to_owned() } else { String::new() };
    view! {
        <button
            type="submit"
            class="button wide pay-button"
            aria-disabled=live(move || (progress.get().is_some() || blocked.get()).to_string())
            aria-busy=live(move || progress.get().is_some().to_string())
        >
            {live_text(label)}
        </button>
        <p role="status" class="hint">{live_text(explanation)}</p>
    }
    .into_any()
}
