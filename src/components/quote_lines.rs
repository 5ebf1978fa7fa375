use billing::{Explanation, Granularity, Money, Paid, Reduction, Share};
use leptos::prelude::*;

use super::live_view;
use crate::{
    platform::intl::{self, Count},
    text::upgrade,
};

/// The lines of a quote or receipt, each with its formula, so that the total can be checked by hand.
#[component]
pub fn QuoteLines(
    /// In the order of the quote.
    #[prop(into)]
    lines: Signal<Vec<Explanation>>,
    /// The name of the charge, where it is not one of added sessions.
    #[prop(optional_no_strip)]
    charge: Option<String>,
) -> AnyView {
    let rows = move || {
        let row = |line: &Explanation| {
            let (mut name, formula) = sentences(line);
            if let (Explanation::AddedSessions { .. }, Some(charge)) = (line, &charge) {
                name.clone_from(charge);
            }
            view! {
                <li>
                    <span class="name">{name}</span>
                    <bdi class="amount" translate="no">{line.total().map(intl::money)}</bdi>
                    <span class="formula">{formula}</span>
                </li>
            }
        };
        lines.with(|lines| lines.iter().map(row).collect_view()).into_any()
    };
    view! { <ul class="quote-lines" role="list">{live_view(rows)}</ul> }.into_any()
}

/// The lines as plain text, one below the other, for somebody to check elsewhere.
#[must_use]
pub fn lines_as_text(lines: &[Explanation]) -> String {
    let row = |line: &Explanation| {
        let (name, formula) = sentences(line);
        let amount = line.total().map(intl::money).unwrap_or_default();
        // What the formula comes to stands in it already.
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
                Some(Paid { net, .. }) => credit_formula(&money(net), *share, &off(*amount)),
                None => credit_share(*share),
            };
            let formula = if tax.minor() == 0 { net } else { upgrade::credit_with_tax(&net, &off(*tax)) };
            (upgrade::credit_line().to_owned(), formula)
        }
        Explanation::Discount { code, reduction, base, amount } => {
            let formula = match reduction {
                Some(Reduction::Percent(rate)) => {
                    upgrade::percent_formula(&intl::percent(rate.get()), &money(base), &off(*amount))
                }
                Some(Reduction::Fixed(worth)) => {
                    upgrade::fixed_formula(&money(worth), &money(base), &off(*amount))
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

/// What is taken off, with its sign.
fn off(amount: Money) -> String {
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
