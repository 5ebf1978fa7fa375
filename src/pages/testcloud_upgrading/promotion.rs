//! The promotion code. It is looked up on Apply or when it comes from a link; `billing` then applies its terms locally.

use std::time::Duration;

use billing::{PromotionCode, PromotionKind, QuoteError, Target};
use contract::{ProblemCode, PromotionCheck, contains_card_number};
use leptos::{prelude::*, task::spawn_local};
use platform::{dom, intl};

use super::typed_code;
use crate::{
    api::ApiError,
    components::{CodeState, PromotionField},
    state::{session::use_api, upgrade::UpgradeForm},
    text::{self, upgrade},
    view::{Delay, effect},
};

/// Id of the field.
pub const CODE_FIELD: &str = "promotion-code";
/// Debounce interval for looking up a refused code again.
const LOOK_UP_AFTER: Duration = Duration::from_millis(500);

/// The promotion field, connected to the form.
#[component]
pub fn Promotion(
    /// The form.
    form: UpgradeForm,
    /// Id of the organization.
    organization: i64,
) -> AnyView {
    let api = use_api();
    let is_checking = RwSignal::new(false);
    // Whether the backend refused the code for a reason that depends on the entered upgrade.
    let is_retryable = StoredValue::new(false);
    let apply = move |typed_by_hand: bool| {
        if is_checking.get_untracked() {
            return;
        }
        let typed = form.code_entry.get_untracked();
        let problem = if contains_card_number(&typed) {
            Some(text::card_number_in_text())
        } else {
            PromotionCode::parse(&typed).is_none().then(upgrade::code_malformed)
        };
        if let Some(problem) = problem {
            form.code_problem.set(Some(problem.to_owned()));
            return;
        }
        let Target { sessions, cycle } = untrack(move || form.entered());
        let check = PromotionCheck { code: typed, sessions, cycle };
        let api = api.clone();
        is_checking.set(true);
        spawn_local(async move {
            let answer = api.check_promotion(organization, &check).await;
            // The page may have been left.
            is_checking.try_set(false);
            if form.code_entry.try_get_untracked().is_some_and(|typed| typed != check.code) {
                return;
            }
            let (promotion, problem) = match answer {
                Ok(promotion) => {
                    if typed_by_hand {
                        // The focused field is hidden now.
                        dom::focus("promotion-remove");
                    }
                    (Some(promotion), None)
                }
                Err(error) => {
                    if error == ApiError::SignedOut {
                        typed_code::keep(&check.code);
                    }
                    let terms = match &error {
                        ApiError::Refused(refusal) => {
                            let depends_on_entry = matches!(
                                refusal.code,
                                ProblemCode::Quote(
                                    QuoteError::PromoMinSessions | QuoteError::PromoCycleMismatch
                                )
                            );
                            is_retryable.try_set_value(depends_on_entry);
                            refusal.promotion()
                        }
                        _ => None,
                    };
                    let problem = terms.is_none().then(|| refusal_sentence(&error));
                    (terms, problem)
                }
            };
            form.promotion.try_set(promotion);
            form.code_problem.try_set(problem);
        });
    };
    let apply_link = apply.clone();
    // Look up a code from the link when the form is filled.
    effect(move || {
        form.filled.track();
        if form.code_entry.with_untracked(|code| !code.is_empty()) {
            apply_link(false);
        }
    });
    let apply_again = apply.clone();
    let delay = Delay::new();
    effect(move || {
        form.added.track();
        form.cycle.track();
        let apply = apply_again.clone();
        delay.restart(LOOK_UP_AFTER, move || {
            if is_retryable.get_value() && form.code_problem.with_untracked(Option::is_some) {
                apply(false);
            }
        });
    });

    let state = Memo::new(move |_| {
        if is_checking.get() {
            return CodeState::Checking;
        }
        if let Some(reason) = form.code_left_out() {
            return CodeState::Refused(reason);
        }
        form.promotion.get().map_or(CodeState::None, |promotion| {
            let effect = effect_sentence(form, &promotion);
            CodeState::Applied(promotion.code, effect)
        })
    });
    let remove = move |()| {
        form.change_code(String::new());
        dom::focus(CODE_FIELD);
    };
    let submit = move |()| {
        read_code(form);
        apply(true);
    };
    view! {
        <PromotionField entry=form.code_entry state on_entry=move |typed| form.change_code(typed) on_apply=submit on_remove=remove/>
    }
    .into_any()
}

/// Updates the form from the promotion field.
pub fn read_code(form: UpgradeForm) {
    if let Some(typed) = dom::field_value(CODE_FIELD)
        && form.code_entry.with_untracked(|current| *current != typed)
    {
        form.change_code(typed);
    }
}

fn refusal_sentence(error: &ApiError) -> String {
    match error {
        ApiError::Refused(problem) => match problem.code {
            ProblemCode::Quote(error) => upgrade::code_refused(error).to_owned(),
            ProblemCode::RateLimited => upgrade::codes_rate_limited().to_owned(),
            _ => text::notice_for(error).body,
        },
        _ => text::notice_for(error).body,
    }
}

/// The effect of the code now and at the renewal.
fn effect_sentence(form: UpgradeForm, promotion: &billing::Promotion) -> String {
    let percent = intl::percent(promotion.percent_bp);
    let now = match promotion.kind {
        PromotionKind::Percent => upgrade::code_effect_percent(&percent),
        PromotionKind::Fixed => {
            let amount = form.money(promotion.amount_minor).map(intl::money).unwrap_or_default();
            upgrade::code_effect_amount(&amount)
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
