//! The parts of a quote that the upgrading page and the review share.

use billing::{Currency, Evidence, Explanation, Money, Promotion, Quote, Snapshot, Target, explain};
use contract::CodeTerms;
use leptos::prelude::*;
use platform::intl;

use super::figure;
use crate::text::upgrade;

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

/// Shows how the amount due results from the total: through the balance, or because the total is too small to charge.
pub fn settlement_lines(quote: &Quote, balance_minor: i64, currency: Currency) -> AnyView {
    let money = |minor: i64| intl::money(Money::new(minor, currency));
    let has_no_adjustment = balance_minor == 0 && quote.total_minor == quote.amount_due_minor;
    if has_no_adjustment {
        return ().into_any();
    }
    let balance_name = if balance_minor > 0 { upgrade::balance_credit() } else { upgrade::balance_owed() };
    let after = match quote.balance_after_minor {
        0 => String::new(),
        kept if kept > 0 => upgrade::credit_kept(&money(kept)),
        owed => upgrade::owed_later(&money(owed.saturating_neg())),
    };
    view! {
        <dl class="facts settlement">
            <div>
                <dt>{upgrade::total()}</dt>
                <dd>{figure(money(quote.total_minor))}</dd>
            </div>
            {(balance_minor != 0)
                .then(|| view! {
                    <div>
                        <dt>{balance_name}</dt>
                        <dd>{figure(money(balance_minor.saturating_neg()))}</dd>
                    </div>
                })}
            <div>
                <dt>{upgrade::amount_due_today()}</dt>
                <dd>{figure(money(quote.amount_due_minor))}</dd>
            </div>
        </dl>
        {(!after.is_empty()).then(|| view! { <p class="hint">{after}</p> })}
    }
    .into_any()
}
