//! What the upgrading page, the review and the receipt show of a quote in the same way.

use billing::{Currency, Money, Promotion, PromotionKind, Quote};
use contract::Subscription;
use leptos::prelude::*;

use crate::{components::Ingredients, platform::intl, text::upgrade};

/// Basis points of a percent code.
pub fn percent_of(promotion: &Promotion) -> Option<i64> {
    (promotion.kind == PromotionKind::Percent).then_some(promotion.percent_bp)
}

/// What makes the formulas of a quote's lines whole.
pub fn ingredients(subscription: &Subscription, within_period: bool, code_bp: Option<i64>) -> Ingredients {
    let segments = &subscription.engine.subscription.segments;
    let paid = segments.iter().map(|segment| (segment.id.clone(), segment.net_minor)).collect();
    Ingredients { paid, code_bp, within_period }
}

/// How the total becomes the amount due: through the balance, or because it is too small to charge.
pub fn settlement(quote: &Quote, balance_minor: i64, currency: Currency) -> AnyView {
    let money = |minor: i64| intl::money(Money::new(minor, currency));
    let settles_as_it_is = balance_minor == 0 && quote.total_minor == quote.amount_due_minor;
    if settles_as_it_is {
        return ().into_any();
    }
    let balance_name = if balance_minor > 0 { upgrade::BALANCE_CREDIT } else { upgrade::BALANCE_OWED };
    let after = match quote.balance_after_minor {
        0 => String::new(),
        kept if kept > 0 => upgrade::credit_kept(&money(kept)),
        owed => upgrade::owed_later(&money(owed.saturating_neg())),
    };
    view! {
        <dl class="facts settlement">
            <div>
                <dt>{upgrade::TOTAL}</dt>
                <dd><bdi>{money(quote.total_minor)}</bdi></dd>
            </div>
            {(balance_minor != 0)
                .then(|| view! {
                    <div>
                        <dt>{balance_name}</dt>
                        <dd><bdi>{money(balance_minor.saturating_neg())}</bdi></dd>
                    </div>
                })}
            <div>
                <dt>{upgrade::AMOUNT_DUE_TODAY}</dt>
                <dd><bdi>{money(quote.amount_due_minor)}</bdi></dd>
            </div>
        </dl>
        {(!after.is_empty()).then(|| view! { <p class="hint">{after}</p> })}
    }
    .into_any()
}
