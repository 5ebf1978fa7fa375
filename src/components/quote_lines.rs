use billing::{Currency, Line, Money};
use leptos::prelude::*;

use super::live_view;
use crate::{platform::intl, text::upgrade as text};

/// What the lines alone do not say, to make their formulas whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ingredients {
    /// Net amount paid for each segment, by its id, in minor units.
    pub paid: Vec<(String, i64)>,
    /// Basis points of a percent code.
    pub code_bp: Option<i64>,
    /// Sessions only, for part of a period; otherwise a new annual period.
    pub within_period: bool,
}

/// The lines of a quote or receipt, each with its formula, so that the total can be checked by hand.
#[component]
pub fn QuoteLines(
    /// In the order of the quote.
    #[prop(into)]
    lines: Signal<Vec<Line>>,
    /// Currency of every amount.
    currency: Currency,
    /// For the formulas.
    #[prop(into)]
    ingredients: Signal<Ingredients>,
) -> AnyView {
    let rows = move || {
        let lines = lines.get();
        let charge = lines.first().map_or(0, Line::total_minor);
        let row = |line: &Line| {
            let (name, formula) = ingredients.with(|more| sentences(line, charge, currency, more));
            view! {
                <li>
                    <span class="name">{name}</span>
                    <bdi class="amount">{written(line.total_minor(), currency)}</bdi>
                    <span class="formula">{formula}</span>
                </li>
            }
        };
        lines.iter().map(row).collect_view().into_any()
    };
    view! { <ul class="quote-lines" role="list">{live_view(rows)}</ul> }.into_any()
}

fn written(minor: i64, currency: Currency) -> String {
    intl::money(Money::new(minor, currency))
}

/// Name and formula of one line. A discount is worked out from the charge, the first line.
fn sentences(line: &Line, charge_minor: i64, currency: Currency, more: &Ingredients) -> (String, String) {
    let money = |minor: i64| written(minor, currency);
    match line {
        Line::Charge { sessions, unit_price_minor, units, of, from, to, amount_minor } => {
            let sessions = intl::count(*sessions);
            let (price, amount) = (money(*unit_price_minor), money(*amount_minor));
            if more.within_period {
                let share = text::share(
                    &intl::count(*units),
                    &intl::count(*of),
                    is_by_second(*units, to.seconds_since(*from)),
                );
                let formula = text::charge_formula(&sessions, &price, &share, &amount);
                (text::added_sessions_line(&sessions), formula)
            } else {
                (text::annual_line(&sessions), text::annual_formula(&sessions, &price, &amount))
            }
        }
        Line::Credit { segment, units, of, from, to, amount_minor, tax_minor } => {
            let share = text::share(
                &intl::count(*units),
                &intl::count(*of),
                is_by_second(*units, to.seconds_since(*from)),
            );
            let paid = more.paid.iter().find(|(id, _)| id == segment).map(|(_, net)| money(*net));
            let net = paid.map_or_else(
                || text::credit_share(&share),
                |paid| text::credit_formula(&paid, &share, &money(*amount_minor)),
            );
            let formula = if *tax_minor == 0 {
                net
            } else {
                format!("{net}, {}", text::credit_tax(&money(*tax_minor)))
            };
            (text::CREDIT_LINE.to_owned(), formula)
        }
        Line::Discount { code, amount_minor } => {
            let formula = more.code_bp.map_or_else(String::new, |bp| {
                text::percent_formula(&intl::percent(bp), &money(charge_minor), &money(*amount_minor))
            });
            (text::discount_line(code), formula)
        }
        Line::Tax { rate_bp, base_minor, amount_minor } => {
            let rate = intl::percent(*rate_bp);
            let formula = text::percent_formula(&rate, &money(*base_minor), &money(*amount_minor));
            (text::tax_line(&rate), formula)
        }
    }
}

/// A line states how many units it covers; the length of that time tells which unit they are.
const fn is_by_second(units: i64, seconds: i64) -> bool {
    units == seconds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_of_a_line_is_told_by_its_length() {
        assert!(is_by_second(1_382_400, 1_382_400));
        assert!(!is_by_second(16, 1_382_400));
    }
}
