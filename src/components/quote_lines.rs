use billing::{Explanation, Granularity, Money, Paid, Reduction, Share};
use leptos::prelude::*;

use super::live_view;
use crate::{platform::intl, text::upgrade as text};

/// The lines of a quote or receipt, each with its formula, so that the total can be checked by hand.
#[component]
pub fn QuoteLines(
    /// In the order of the quote.
    #[prop(into)]
    lines: Signal<Vec<Explanation>>,
) -> AnyView {
    let rows = move || {
        let row = |line: &Explanation| {
            let (name, formula) = sentences(line);
            view! {
                <li>
                    <span class="name">{name}</span>
                    <bdi class="amount">{line.total().map(intl::money)}</bdi>
                    <span class="formula">{formula}</span>
                </li>
            }
        };
        lines.with(|lines| lines.iter().map(row).collect_view()).into_any()
    };
    view! { <ul class="quote-lines" role="list">{live_view(rows)}</ul> }.into_any()
}

/// Name and formula of one line.
fn sentences(line: &Explanation) -> (String, String) {
    let money = |amount: &Money| intl::money(*amount);
    match line {
        Explanation::AddedSessions { sessions, unit_price, share, amount } => {
            let sessions = intl::count(*sessions);
            let formula =
                text::charge_formula(&sessions, &money(unit_price), &written(*share), &money(amount));
            (text::added_sessions_line(&sessions), formula)
        }
        Explanation::NewPeriod { sessions, unit_price, amount } => {
            let sessions = intl::count(*sessions);
            let formula = text::annual_formula(&sessions, &money(unit_price), &money(amount));
            (text::annual_line(&sessions), formula)
        }
        Explanation::Credit { paid, share, amount, tax } => {
            let share = written(*share);
            let net = match paid {
                Some(Paid { net, .. }) => text::credit_formula(&money(net), &share, &off(*amount)),
                None => text::credit_share(&share),
            };
            let formula =
                if tax.minor() == 0 { net } else { format!("{net}, {}", text::credit_tax(&off(*tax))) };
            (text::CREDIT_LINE.to_owned(), formula)
        }
        Explanation::Discount { code, reduction, base, amount } => {
            let formula = match reduction {
                Some(Reduction::Percent(rate)) => {
                    text::percent_formula(&intl::percent(rate.get()), &money(base), &off(*amount))
                }
                Some(Reduction::Fixed(worth)) => {
                    text::fixed_formula(&money(worth), &money(base), &off(*amount))
                }
                None => String::new(),
            };
            (text::discount_line(code), formula)
        }
        Explanation::Tax { rate, base, amount } => {
            let rate = intl::percent(rate.get());
            let formula = text::percent_formula(&rate, &money(base), &money(amount));
            (text::tax_line(&rate), formula)
        }
    }
}

/// What is taken off, with its sign.
fn off(amount: Money) -> String {
    amount.checked_neg().map(intl::money).unwrap_or_default()
}

fn written(Share { units, of, unit }: Share) -> String {
    text::share(&intl::count(units), &intl::count(of), unit == Granularity::Second)
}
