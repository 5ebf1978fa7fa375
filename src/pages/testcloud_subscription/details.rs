//! The details of a subscription.

use billing::{Currency, Money, renewal_preview};
use contract::{Subscription, SubscriptionStatus};
use leptos::prelude::*;
use platform::intl;

use crate::{
    components::{fact, figure, skeleton},
    text::{self, subscription as words},
};

/// Formats an amount in the subscription's currency.
pub fn money(subscription: &Subscription, minor: i64) -> String {
    amount(&subscription.engine.currency, minor)
}

/// Formats an amount in the currency with this code.
pub fn amount(currency: &str, minor: i64) -> String {
    Currency::parse(currency).map_or_else(
        || words::unknown_amount().to_owned(),
        |currency| intl::money(Money::new(minor, currency)),
    )
}

/// The estimated amount of the next renewal.
pub fn next_amount(subscription: &Subscription) -> String {
    renewal_preview(&subscription.engine).map_or_else(
        |_| words::unknown_amount().to_owned(),
        |renewal| money(subscription, renewal.estimated_due_minor),
    )
}

/// The four key figures: sessions, billing cycle, next billing date and next billing amount.
pub fn figures(subscription: &Subscription) -> AnyView {
    let terms = &subscription.engine.subscription;
    let end = intl::date(terms.period_end);
    let renews = !matches!(subscription.status, SubscriptionStatus::Canceled | SubscriptionStatus::Ended);
    let (next, amount) = if subscription.status == SubscriptionStatus::PastDue {
        (with_note(figure(end), words::unpaid_since()), figure(next_amount(subscription)))
    } else if renews {
        (figure(end), with_note(figure(next_amount(subscription)), words::estimate()))
    } else {
        (
            with_note(isolated_text(words::no_renewal().to_owned()), &words::ends(&end)),
            isolated_text(words::no_renewal().to_owned()),
        )
    };
    view! {
        <dl class="figures">
            {fact(words::sessions(), figure(intl::number(terms.sessions)))}
            {fact(text::billing_cycle(), isolated_text(text::cycle_name(terms.cycle).to_owned()))}
            {fact(text::next_billing_date(), next)}
            {fact(text::next_billing_amount(), amount)}
        </dl>
    }
    .into_any()
}

/// The other details: plan, price, period, balance and last upgrade.
pub fn panel(subscription: &Subscription) -> AnyView {
    let terms = &subscription.engine.subscription;
    let balance = subscription.engine.balance_minor;
    let balance_note = match balance.signum() {
        1 => words::balance_credit(),
        -1 => words::balance_owed(),
        _ => "",
    };
    let price = words::price_of_cycle(terms.cycle.as_str(), &money(subscription, terms.unit_price_minor));
    let period = words::from_to(&intl::date(terms.period_start), &intl::date(terms.period_end));
    let last = subscription.last_upgrade.as_ref().map(|last| {
        let change = text::before_to_after(&text::plan(last.before), &text::plan(last.after));
        fact(
            words::last_upgrade(),
            with_note(isolated_text(change), &words::by_at(&last.by, &intl::date(last.at))),
        )
    });
    view! {
        <section class="panel">
            <h2>{words::details()}</h2>
            <dl class="facts">
                {fact(words::plan(), isolated_text(subscription.plan_name.clone()))}
                {fact(text::price_per_session(), isolated_text(price))}
                {fact(words::period(), figure(period))}
                {fact(words::balance(), with_note(figure(money(subscription, balance)), balance_note))}
                {last}
            </dl>
        </section>
    }
    .into_any()
}

/// A skeleton of the details, with the same size.
pub fn skeletons() -> AnyView {
    let figure = |term| fact(term, skeleton(9));
    let row = |term| fact(term, skeleton(20));
    view! {
        <dl class="figures" aria-busy="true">
            {figure(words::sessions())} {figure(text::billing_cycle())} {figure(text::next_billing_date())} {figure(text::next_billing_amount())}
        </dl>
        <div class="columns" aria-busy="true">
            <section class="panel">
                <h2>{words::details()}</h2>
                <dl class="facts">{row(words::plan())} {row(text::price_per_session())} {row(words::period())} {row(words::balance())}</dl>
            </section>
            <section class="panel">
                <h2>{words::card()}</h2>
                <p>{skeleton(24)}</p>
                <p>{skeleton(14)}</p>
            </section>
        </div>
    }
    .into_any()
}

fn isolated_text(text: String) -> AnyView {
    view! { <bdi>{text}</bdi> }.into_any()
}

fn with_note(text: AnyView, note: &str) -> AnyView {
    let note = (!note.is_empty()).then(|| view! { <small>{note.to_owned()}</small> });
    view! { {text}{note} }.into_any()
}
