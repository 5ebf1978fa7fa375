use billing::{Cycle, Money};
use leptos::prelude::*;
use platform::intl;

use crate::{
    text::{self, upgrade},
    view::{live, live_text},
};

/// Selects monthly or annual billing, with both prices and the annual saving. Shown for monthly subscriptions only.
#[component]
pub fn BillingCycleSwitch(
    /// The selected cycle.
    #[prop(into)]
    value: Signal<Cycle>,
    /// Price of one session per month.
    monthly: Money,
    /// Price of one session per year.
    annual: Money,
    /// The annual saving as an amount and a percentage; `None` when there is none.
    #[prop(into)]
    saving: Signal<Option<String>>,
    /// The note that annual billing cannot be changed back, and until when.
    #[prop(into)]
    one_way: Signal<String>,
    /// Called with the selected cycle.
    #[prop(into)]
    on_change: Callback<Cycle>,
) -> AnyView {
    let choice = move |cycle: Cycle, price: Money| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="cycle"
                    value=cycle.as_str()
                    prop:checked=live(move || value.get() == cycle)
                    on:change=move |_| on_change.run(cycle)
                />
                <span>
                    <strong>{text::cycle_name(cycle)}</strong>
                    <span>{upgrade::cycle_price(cycle.as_str(), &intl::money(price))}</span>
                    {(cycle == Cycle::Annual).then(|| view! { <span class="saving">{live_text(move || saving.get().unwrap_or_default())}</span> })}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="billing-cycle-switch">
            <legend>{text::billing_cycle()}</legend>
            {choice(Cycle::Monthly, monthly)}
            {choice(Cycle::Annual, annual)}
            <p class="hint" hidden=live(move || value.get() != Cycle::Annual)>{live_text(move || one_way.get())}</p>
        </fieldset>
    }
    .into_any()
}
