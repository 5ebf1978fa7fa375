use billing::{Explanation, Granularity, Money, Quote};
use leptos::{prelude::*, task::spawn_local};
use platform::{dom, intl};

use super::FORM_ID;
use crate::{
    components::{AmountDue, QuoteLines, balance_lines, explain_quote, lines_as_text},
    state::upgrade::UpgradeForm,
    text::{self, upgrade},
    view::{clicked, live, live_text, live_view},
};

/// The price: the amount due, its calculation, the next renewal, and the button for the review.
///
/// The amount is a separate element, so that on narrow screens it stays in the viewport while the user fills in the
/// form.
#[component]
pub fn Summary(
    /// The form being priced.
    form: UpgradeForm,
) -> AnyView {
    let subscription = form.subscription();
    let Some(currency) = form.money(0).map(Money::currency) else { return ().into_any() };
    let amount =
        Signal::derive(move || form.with_quote(|quote| Money::new(quote.amount_due_minor, currency)));
    let reason = Signal::derive(move || {
        form.priced.get().err().map(upgrade::no_amount_because).unwrap_or_default().to_owned()
    });
    let lines = Signal::derive(move || {
        let Some(target) = form.target() else { return Vec::new() };
        let explain = |quote: &Quote| {
            form.snapshot.with(|snapshot| {
                form.promotion.with(|code| explain_quote(quote, snapshot, target, code.as_ref()))
            })
        };
        form.with_quote(explain).unwrap_or_default()
    });
    let balance = subscription.engine.balance_minor;
    let balance_view = move || {
        let view = form.with_quote(|quote| balance_lines(quote, balance, currency));
        view.unwrap_or_else(|| ().into_any())
    };
    let rule = match subscription.engine.granularity {
        Granularity::Day => upgrade::rounding_rule(),
        Granularity::Second => upgrade::rounding_rule_seconds(),
    };
    let renews = move || {
        let sentence = form.with_quote(|quote| {
            let renewal = quote.renewal;
            let amount = intl::money(Money::new(renewal.estimated_due_minor, currency));
            upgrade::renews_at(&amount, &intl::date(renewal.at))
        });
        sentence.unwrap_or_default()
    };

    let estimate = move || (if amount.get().is_some() { upgrade::estimate_note() } else { "" }).to_owned();
    let printed_at = move || intl::date(form.snapshot.with(|snapshot| snapshot.as_of));

    view! {
        <section class="upgrade-summary" aria-label=upgrade::summary()>
            <p class="print-only"><strong>{subscription.organization.name.clone()}</strong> " " <span>{live_text(printed_at)}</span></p>
            <AmountDue amount reason next_step=review_button()/>
            <div class="panel">
                <p class="hint">{live_text(estimate)}</p>
                <section class="how" aria-label=upgrade::calculation_title() hidden=live(move || amount.get().is_none())>
                    <QuoteLines lines/>
                    {live_view(balance_view)}
                    <p class="hint">{rule}</p>
                    {export_buttons(form, lines, amount)}
                </section>
                <p class="hint">{live_text(renews)}</p>
                {review_button()}
            </div>
        </section>
    }
    .into_any()
}

/// The button that opens the review. The page has two and shows one: next to the amount on narrow screens, below the
/// lines on wide ones.
fn review_button() -> AnyView {
    view! { <button type="submit" form=FORM_ID class="button wide">{upgrade::review_upgrade()}</button> }
        .into_any()
}

/// The buttons that copy and print the calculation.
fn export_buttons(
    form: UpgradeForm,
    lines: Signal<Vec<Explanation>>,
    amount: Signal<Option<Money>>,
) -> AnyView {
    let organization = form.subscription().organization.name;
    let copy_status = RwSignal::new("");
    let copy = move || {
        let due = amount.get_untracked().map(intl::money).unwrap_or_default();
        let due = format!("{}\t{due}\n", upgrade::amount_due_today());
        let text = lines.with_untracked(|lines| format!("{organization}\n{}{due}", lines_as_text(lines)));
        spawn_local(async move {
            let copied = dom::copy(&text).await;
            copy_status.try_set(if copied {
                upgrade::calculation_copied()
            } else {
                upgrade::calculation_not_copied()
            });
        });
    };
    view! {
        <p class="cluster keep">
            <button type="button" class="button quiet small" on:click=clicked(copy)>{upgrade::copy_calculation()}</button>
            <button type="button" class="button quiet small" on:click=clicked(dom::print)>{text::print()}</button>
        </p>
        <p role="status" class="hint">{live_text(move || copy_status.get().to_owned())}</p>
    }
    .into_any()
}
