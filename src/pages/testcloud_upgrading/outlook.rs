use billing::{BreakEven, Cycle, Outlook, Quote, QuoteError, Target, break_even, renewal_preview};
use leptos::prelude::*;
use platform::intl;

use super::period;
use crate::{
    components::{BeforeAfter, Comparison, PeriodBar},
    state::upgrade::UpgradeForm,
    text::{self, upgrade},
    view::{debounced, later, live_text},
};

/// The effect of the upgrade: a drawing of the period, a comparison of before and after that includes the next twelve
/// months, and the break-even point of annual billing.
#[component]
pub fn OutlookPanel(
    /// The form being priced.
    form: UpgradeForm,
) -> AnyView {
    let pause = debounced(move || form.track());
    let drawing = Memo::new(move |_| {
        pause.track();
        untrack(move || {
            let quote = form.quote();
            period::drawing(&form.snapshot.get(), quote.as_ref().zip(form.target()))
        })
    });
    view! {
        <section class="panel" aria-labelledby="period-heading">
            <h2 id="period-heading">{upgrade::period_title()}</h2>
            <PeriodBar drawing/>
        </section>
        {later(move || comparison(form, pause))}
    }
    .into_any()
}

fn comparison(form: UpgradeForm, pause: Trigger) -> AnyView {
    let rows = Signal::derive(move || {
        pause.track();
        untrack(move || rows(form))
    });
    let even = move || {
        pause.track();
        untrack(move || break_even_sentence(form)).unwrap_or_default()
    };
    let until = move || {
        let outlook = form.snapshot.with(Outlook::unchanged);
        outlook.map(|outlook| upgrade::twelve_months_note(&intl::date(outlook.until))).unwrap_or_default()
    };
    view! {
        <section class="panel" aria-labelledby="comparison-heading">
            <h2 id="comparison-heading">{upgrade::before_and_after()}</h2>
            <BeforeAfter rows/>
            <p class="hint">{live_text(until)}</p>
            <p class="break-even">{live_text(even)}</p>
        </section>
    }
    .into_any()
}

/// The values before and after the upgrade. They are equal while the entered upgrade is invalid.
fn rows(form: UpgradeForm) -> Vec<Comparison> {
    let snapshot = form.snapshot.get();
    let now = &snapshot.subscription;
    let quote = form.quote();
    let target = quote.as_ref().and_then(|_| form.target());
    let cycle_after = target.map_or(now.cycle, |target| target.cycle);
    let price_after = match (now.cycle, cycle_after) {
        (Cycle::Monthly, Cycle::Annual) => snapshot.prices.annual,
        _ => now.unit_price_minor,
    };
    let renewal_now = renewal_preview(&snapshot).ok();
    let renewal_after = quote.as_ref().map(|quote: &Quote| quote.renewal).or(renewal_now);
    let year_now = Outlook::unchanged(&snapshot).ok().and_then(|outlook| outlook.total_minor());
    let year_after = match target {
        Some(target) => year_after(form, target).ok().flatten(),
        None => year_now,
    };

    let money = |minor: i64| form.money(minor).map(intl::money).unwrap_or_default();
    let row = |name, before, after| Comparison { name, before, after };
    let amounts = |name, values: [Option<i64>; 2]| {
        let [before, after] = values.map(|minor| minor.map(money).unwrap_or_default());
        row(name, before, after)
    };
    let date = |renewal: Option<billing::Renewal>| renewal.map(|renewal| intl::date(renewal.at));
    let due = |renewal: Option<billing::Renewal>| renewal.map(|renewal| renewal.estimated_due_minor);
    vec![
        row(
            upgrade::sessions_heading(),
            intl::number(now.sessions),
            intl::number(target.map_or(now.sessions, |target| target.sessions)),
        ),
        row(
            text::billing_cycle(),
            text::cycle_name(now.cycle).to_owned(),
            text::cycle_name(cycle_after).to_owned(),
        ),
        amounts(text::price_per_session(), [Some(now.unit_price_minor), Some(price_after)]),
        row(
            text::next_billing_date(),
            date(renewal_now).unwrap_or_default(),
            date(renewal_after).unwrap_or_default(),
        ),
        amounts(text::next_billing_amount(), [due(renewal_now), due(renewal_after)]),
        amounts(upgrade::next_twelve_months(), [year_now, year_after]),
    ]
}

fn year_after(form: UpgradeForm, target: Target) -> Result<Option<i64>, QuoteError> {
    let outlook = with_usable_code(form, |snapshot, code| Outlook::after(snapshot, target, code))?;
    Ok(outlook.total_minor())
}

/// The break-even point of annual billing; `None` if the subscription is already annual.
fn break_even_sentence(form: UpgradeForm) -> Option<String> {
    if form.cycle_now() == Cycle::Annual {
        return None;
    }
    let sessions = form.sessions_now().saturating_add(form.added.get().ok()?);
    let even = with_usable_code(form, |snapshot, code| break_even(snapshot, sessions, code)).ok()?;
    Some(match even {
        BreakEven::AtOnce => upgrade::break_even_today().to_owned(),
        BreakEven::With { renewals, at } => {
            upgrade::break_even(&intl::count(i64::try_from(renewals).ok()?), &intl::month(at))
        }
        BreakEven::NotWithinTheTerm => upgrade::no_break_even().to_owned(),
    })
}

/// Computes a value with the applied promotion code.
fn with_usable_code<T>(
    form: UpgradeForm,
    compute: impl Fn(&billing::Snapshot, Option<&billing::Promotion>) -> Result<T, QuoteError>,
) -> Result<T, QuoteError> {
    form.snapshot.with(|snapshot| {
        form.promotion.with(|code| match compute(snapshot, code.as_ref()) {
            // A code that does not fit the entered upgrade is left out, as in the amount.
            Err(error) if error.concerns_promotion() => compute(snapshot, None),
            result => result,
        })
    })
}
