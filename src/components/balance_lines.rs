use billing::{Currency, Money, Quote};
use leptos::prelude::*;
use platform::intl;

use super::figure;
use crate::text::upgrade;

/// Shows how the amount due results from the total: through the balance, or because the total is too small to charge.
pub fn balance_lines(quote: &Quote, balance_minor: i64, currency: Currency) -> AnyView {
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
        <dl class="facts balance">
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
