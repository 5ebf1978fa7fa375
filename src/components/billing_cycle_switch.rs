use billing::{Cycle, Money};
use leptos::prelude::*;

use super::{live, live_text};
use crate::{
    platform::intl,
    text::{self, upgrade},
};

/// Chooses between monthly and annual, with both prices and what annual saves. Shown on monthly subscriptions only.
#[component]
pub fn BillingCycleSwitch(
    /// The cycle chosen.
    #[prop(into)]
    value: Signal<Cycle>,
    /// Price of one session for a month.
    monthly: Money,
    /// Price of one session for a year.
    annual: Money,
    /// What annual saves, in money and per cent; empty when it saves nothing.
    #[prop(into)]
    saving: Signal<Option<String>>,
    /// That annual is one-way, and until when.
    #[prop(into)]
    one_way: Signal<String>,
    /// Receives the choice.
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
