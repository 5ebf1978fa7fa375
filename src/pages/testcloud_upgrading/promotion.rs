//! The promotion code: looked up once, on Apply or from the link; after that `billing` applies its terms.

use billing::{PromotionCode, PromotionKind, Target};
use contract::{ProblemCode, PromotionCheck};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::ApiError,
    components::{CodeState, PromotionField, effect},
    platform::{dom, intl},
    state::{session::use_api, upgrade::UpgradeForm},
    text::{self, upgrade},
};

/// The promotion field, wired to the form.
#[component]
pub fn Promotion(
    /// The form it belongs to.
    form: UpgradeForm,
    /// Whose subscription.
    organization: i64,
) -> AnyView {
    let api = use_api();
    let refused = RwSignal::new(None::<String>);
    let is_checking = RwSignal::new(false);
    let apply = move |typed_by_hand: bool| {
        if is_checking.get_untracked() {
            return;
        }
        let typed = form.code_entry.get_untracked();
        let Some(code) = PromotionCode::parse(&typed) else {
            refused.set(Some(upgrade::code_malformed().to_owned()));
            return;
        };
        // An entry that cannot be read must not keep a code from being looked up.
        let Target { sessions, cycle } = untrack(move || form.target())
            .unwrap_or_else(|| Target { sessions: form.sessions_now(), cycle: form.cycle.get_untracked() });
        let check = PromotionCheck { code: code.as_str().to_owned(), sessions, cycle };
        let api = api.clone();
        is_checking.set(true);
        spawn_local(async move {
            let answer = api.check_promotion(organization, &check).await;
            // The page may be gone by now.
            is_checking.try_set(false);
            match answer {
                Ok(promotion) => {
                    refused.try_set(None);
                    form.promotion.try_set(Some(promotion));
                    if typed_by_hand {
                        // The field that had the focus gives way to what can be done next.
                        dom::focus("promotion-remove");
                    }
                }
                Err(error) => {
                    refused.try_set(Some(refusal(&error)));
                }
            }
        });
    };
    let apply_link = apply.clone();
    // A code that came with the link is looked up when the form is filled.
    effect(move || {
        form.filled.track();
        if form.code_entry.with_untracked(|code| !code.is_empty()) {
            apply_link(false);
        }
    });

    let state = Memo::new(move |_| {
        if is_checking.get() {
            return CodeState::Checking;
        }
        if let Some(promotion) = form.promotion.get() {
            let left_out =
                form.priced.with(|priced| priced.as_ref().ok().and_then(|priced| priced.code_left_out));
            return match left_out {
                Some(error) => CodeState::LeftOut(promotion.code, upgrade::code_refused(error).to_owned()),
                None => {
                    let effect = what_it_does(form, &promotion);
                    CodeState::Applied(promotion.code, effect)
                }
            };
        }
        refused.get().map_or(CodeState::None, CodeState::Refused)
    });
    let type_code = move |typed| {
        refused.set(None);
        form.code_entry.set(typed);
    };
    let remove = move |()| {
        refused.set(None);
        form.promotion.set(None);
        form.code_entry.set(String::new());
        dom::focus("promotion-code");
    };
    view! {
        <PromotionField
            entry=form.code_entry
            state
            on_entry=type_code
            on_apply=move |()| apply(true)
            on_remove=remove
        />
    }
    .into_any()
}

fn refusal(error: &ApiError) -> String {
    match error {
        ApiError::Refused(problem) => match problem.code {
            ProblemCode::Quote(error) => upgrade::code_refused(error).to_owned(),
            ProblemCode::RateLimited => upgrade::codes_rate_limited().to_owned(),
            _ => text::notice_for(error).body,
        },
        _ => text::notice_for(error).body,
    }
}

/// What the code does now and at the renewal.
fn what_it_does(form: UpgradeForm, promotion: &billing::Promotion) -> String {
    let percent = intl::percent(promotion.percent_bp);
    let now = match promotion.kind {
        PromotionKind::Percent => upgrade::code_takes_percent(&percent),
        PromotionKind::Fixed => {
            let amount = form.money(promotion.amount_minor).map(intl::money).unwrap_or_default();
            upgrade::code_takes_amount(&amount)
        }
    };
    let renewal = form.priced.with(|priced| priced.as_ref().ok().map(|priced| priced.quote.renewal));
    let at_renewal = renewal.and_then(|renewal| {
        let next = intl::money(form.money(renewal.estimated_due_minor)?);
        let renewals = promotion.renewal_discount().map_or(0, |discount| discount.left);
        Some(upgrade::code_at_renewal(&intl::count(renewals), &next, &intl::date(renewal.at), &percent))
    });
    match at_renewal {
        Some(at_renewal) => text::two_sentences(&now, &at_renewal),
        None => now,
    }
}
