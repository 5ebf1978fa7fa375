use billing::{
    Currency, Evidence, Explanation, Granularity, Money, Paid, Promotion, Quote, Reduction, Share, Snapshot,
    Target, explain,
};
use contract::CodeTerms;
use leptos::prelude::*;
use platform::intl::{self, Count};

use crate::{
    text::upgrade,
    view::{live_text, live_view},
};

/// The lines of a quote with the inputs of their formulas.
pub fn explain_quote(
    quote: &Quote,
    snapshot: &Snapshot,
    target: Target,
    promotion: Option<&Promotion>,
) -> Vec<Explanation> {
    let subscription = &snapshot.subscription;
    let new_period = target.cycle != subscription.cycle;
    let Some(currency) = Currency::parse(&snapshot.currency) else { return Vec::new() };
    let reduction = promotion.and_then(|code| CodeTerms::from(code).reduction(currency));
    let evidence = Evidence { new_period, segments: &subscription.segments, reduction };
    explain(&quote.lines, currency, evidence).unwrap_or_default()
}

/// The lines of a quote or receipt, each with its formula, so that readers can check the total.
#[component]
pub fn QuoteLines(
    /// The lines, in the order of the quote.
    #[prop(into)]
    lines: Signal<Vec<Explanation>>,
    /// The name of the charge, if it is not for added sessions.
    #[prop(optional_no_strip)]
    charge: Option<String>,
) -> AnyView {
    // Name, amount and formula of each line. The rows are rendered again only when their number changes.
    let texts = Memo::new(move |_| {
        let row = |line: &Explanation| {
            let (name, formula) = sentences(line);
            let name = match (line, &charge) {
                (Explanation::AddedSessions { .. }, Some(charge)) => charge.clone(),
                _ => name,
            };
            [name, line.total().map(intl::money).unwrap_or_default(), formula]
        };
        lines.with(|lines| lines.iter().map(row).collect::<Vec<_>>())
    });
    let count = Memo::new(move |_| texts.with(Vec::len));
    let row = move |line: usize| {
        let cell = move |part: usize| {
            live_text(move || {
                texts.with(|rows| rows.get(line).map(|row| row[part].clone()).unwrap_or_default())
            })
        };
        view! {
            <li>
                <span class="name">{cell(0)}</span>
                <bdi class="amount" translate="no">{cell(1)}</bdi>
                <span class="formula">{cell(2)}</span>
            </li>
        }
        .into_any()
    };
    let rows = move || (0..count.get()).map(row).collect_view().into_any();
    view! { <ul class="quote-lines" role="list">{live_view(rows)}</ul> }.into_any()
}

/// The lines as plain text, one per line, for the clipboard.
#[must_use]
pub fn lines_as_text(lines: &[Explanation]) -> String {
    let row = |line: &Explanation| {
        let (name, formula) = sentences(line);
        let amount = line.total().map(intl::money).unwrap_or_default();
        // The formula includes the amount.
        if formula.is_empty() { format!("{name}\t{amount}\n") } else { format!("{name}\t{formula}\n") }
    };
    lines.iter().map(row).collect()
}

/// Name and formula of one line.
fn sentences(line: &Explanation) -> (String, String) {
    let money = |amount: &Money| intl::money(*amount);
    match line {
        Explanation::AddedSessions { sessions, unit_price, share, amount } => {
            let sessions = intl::count(*sessions);
            let formula = charge_formula(&sessions, &money(unit_price), *share, &money(amount));
            (upgrade::added_sessions_line(&sessions), formula)
        }
        Explanation::NewPeriod { sessions, unit_price, amount } => {
            let sessions = intl::count(*sessions);
            let formula = upgrade::annual_formula(&sessions, &money(unit_price), &money(amount));
            (upgrade::annual_line(&sessions), formula)
        }
        Explanation::Credit { paid, share, amount, tax } => {
            let net = match paid {
                Some(Paid { net, .. }) => credit_formula(&money(net), *share, &deduction(*amount)),
                None => credit_share(*share),
            };
            let formula =
                if tax.minor() == 0 { net } else { upgrade::credit_with_tax(&net, &deduction(*tax)) };
            (upgrade::credit_line().to_owned(), formula)
        }
        Explanation::Discount { code, reduction, base, amount } => {
            let formula = match reduction {
                Some(Reduction::Percent(rate)) => {
                    upgrade::percent_formula(&intl::percent(rate.get()), &money(base), &deduction(*amount))
                }
                Some(Reduction::Fixed(worth)) => {
                    upgrade::fixed_formula(&money(worth), &money(base), &deduction(*amount))
                }
                None => String::new(),
            };
            (upgrade::discount_line(code), formula)
        }
        Explanation::Tax { rate, base, amount } => {
            let rate = intl::percent(rate.get());
            let formula = upgrade::percent_formula(&rate, &money(base), &money(amount));
            (upgrade::tax_line(&rate), formula)
        }
    }
}

/// A deduction, formatted as a negative amount.
fn deduction(amount: Money) -> String {
    amount.checked_neg().map(intl::money).unwrap_or_default()
}

fn charge_formula(sessions: &Count, price: &str, Share { units, of, unit }: Share, amount: &str) -> String {
    let [units, of] = [units, of].map(intl::count);
    match unit {
        Granularity::Day => upgrade::charge_formula(sessions, price, &units, &of, amount),
        Granularity::Second => upgrade::charge_formula_seconds(sessions, price, &units, &of, amount),
    }
}

fn credit_formula(paid: &str, Share { units, of, unit }: Share, amount: &str) -> String {
    let [units, of] = [units, of].map(intl::count);
    match unit {
        Granularity::Day => upgrade::credit_formula(paid, &units, &of, amount),
        Granularity::Second => upgrade::credit_formula_seconds(paid, &units, &of, amount),
    }
}

fn credit_share(Share { units, of, unit }: Share) -> String {
    let [units, of] = [units, of].map(intl::count);
    match unit {
        Granularity::Day => upgrade::credit_share(&units, &of),
        Granularity::Second => upgrade::credit_share_seconds(&units, &of),
    }
}
