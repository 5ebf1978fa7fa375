use billing::{Cycle, Granularity, Money, Quote, renewal_preview};
use contract::Subscription;
use leptos::prelude::*;

use crate::{
    components::{AmountDue, BeforeAfter, Comparison, QuoteLines, live, live_view},
    pages::quote_view,
    platform::intl,
    state::upgrade::UpgradeForm,
    text::upgrade,
};

/// What it costs: the amount due, how it comes about, and what it makes of the next invoice.
#[component]
pub fn Summary(
    /// The form being priced.
    form: UpgradeForm,
) -> AnyView {
    let subscription = form.subscription();
    let Some(currency) = form.money(0).map(Money::currency) else { return ().into_any() };
    let quote = move || form.priced.get().map(|priced| priced.quote);
    let amount =
        Signal::derive(move || quote().ok().map(|quote| Money::new(quote.amount_due_minor, currency)));
    let reason = Signal::derive(move || quote().err().map(upgrade::no_amount).unwrap_or_default().to_owned());
    let lines = Signal::derive(move || {
        let (Ok(quote), Some(target)) = (quote(), form.target()) else { return Vec::new() };
        let snapshot = form.snapshot.get();
        form.promotion.with(|code| quote_view::explained(&quote, &snapshot, target, code.as_ref()))
    });
    let balance = subscription.engine.balance_minor;
    let settlement = move || match quote() {
        Ok(quote) => quote_view::settlement(&quote, balance, currency),
        Err(_) => ().into_any(),
    };
    let rule = match subscription.engine.granularity {
        Granularity::Day => upgrade::ROUNDING_RULE,
        Granularity::Second => upgrade::ROUNDING_RULE_SECONDS,
    };
    let rows = Signal::derive(move || comparison(form, &subscription, quote().ok().as_ref()));
    let renews = move || match quote() {
        Ok(quote) => {
            let amount = intl::money(Money::new(quote.renewal.estimated_due_minor, currency));
            upgrade::renews_at(&amount, &intl::date(quote.renewal.at))
        }
        Err(_) => String::new(),
    };

    view! {
        <AmountDue amount reason/>
        <section class="how" aria-label=upgrade::HOW_IT_COMES_ABOUT hidden=live(move || amount.get().is_none())>
            <QuoteLines lines/>
            {live_view(settlement)}
            <p class="hint">{rule}</p>
        </section>
        <BeforeAfter rows/>
        <p class="hint">{live(renews)}</p>
    }
    .into_any()
}

/// Now and afterwards. While nothing valid is entered, afterwards is as now.
fn comparison(form: UpgradeForm, subscription: &Subscription, quote: Option<&Quote>) -> Vec<Comparison> {
    let engine = &subscription.engine;
    let now = &engine.subscription;
    let money = |minor: i64| form.money(minor).map(intl::money).unwrap_or_default();
    let renewal_now = renewal_preview(engine).ok();
    let target = quote.and_then(|_| form.target());
    let cycle_after = target.map_or(now.cycle, |target| target.cycle);
    let price_after = match (now.cycle, cycle_after) {
        (Cycle::Monthly, Cycle::Annual) => engine.prices.annual,
        _ => now.unit_price_minor,
    };
    let renewal_after = quote.map(|quote| quote.renewal).or(renewal_now);
    let date = |at: Option<billing::Instant>| at.map(intl::date).unwrap_or_default();
    let row = |name, before, after| Comparison { name, before, after };
    vec![
        row(
            upgrade::SESSIONS_HEADING,
            intl::number(now.sessions),
            intl::number(target.map_or(now.sessions, |target| target.sessions)),
        ),
        row(
            upgrade::BILLING_CYCLE,
            upgrade::cycle(now.cycle).to_owned(),
            upgrade::cycle(cycle_after).to_owned(),
        ),
        row(upgrade::PRICE_PER_SESSION, money(now.unit_price_minor), money(price_after)),
        row(
            upgrade::NEXT_BILLING_DATE,
            date(renewal_now.map(|renewal| renewal.at)),
            date(renewal_after.map(|renewal| renewal.at)),
        ),
        row(
            upgrade::NEXT_BILLING_AMOUNT,
            renewal_now.map(|renewal| money(renewal.estimated_due_minor)).unwrap_or_default(),
            renewal_after.map(|renewal| money(renewal.estimated_due_minor)).unwrap_or_default(),
        ),
    ]
}
