//! The next page after a payment, and notices about its outcome.

use billing::{Currency, Money};
use contract::{AttemptState, DeclineClass, Plan, Problem, ProblemCode, SealedQuote, UpgradeAnswer};
use platform::intl;

use super::KeptQuote;
use crate::{
    routes::Section,
    state::upgrade::Draft,
    text::{self, Notice, payment, upgrade},
};

/// The path of the receipt if the attempt was charged, otherwise of the page that polls the attempt.
pub fn path(organization: i64, answer: &UpgradeAnswer) -> String {
    match (&answer.receipt, answer.attempt.state) {
        (Some(receipt), AttemptState::Charged) => Section::Receipt(receipt.number.clone()).path(organization),
        _ => Section::Attempt(answer.attempt.id.clone()).path(organization),
    }
}

/// The notice for an unknown outcome, which is neither an error nor a success.
pub fn unknown_notice(reference: &str) -> Notice {
    Notice {
        retry: true,
        reference: Some(reference.to_owned()),
        ..Notice::warning(payment::outcome_unknown(), payment::outcome_unknown_body())
    }
}

/// The notice for a payment that the backend has not received. It may still arrive, so it may only be sent again with
/// the same key.
pub fn not_received() -> Notice {
    Notice::warning(payment::not_received(), payment::not_received_body())
}

/// The notice for a fresh price that differs from the previous one.
pub fn amount_changed(was: &str, is: &str) -> Notice {
    Notice::warning(payment::amount_changed(), &payment::amount_changed_body(was, is))
}

/// The notice for a Pay button that the person could not see. Nothing was sent.
pub fn button_not_visible() -> Notice {
    Notice::warning(payment::button_not_visible_title(), payment::button_not_visible())
}

/// The notice for a Pay button that showed an amount other than the sealed one. Nothing was sent.
pub fn amount_not_shown(was_redrawn: bool) -> Notice {
    if was_redrawn {
        Notice::warning(payment::translation_title(), payment::translation_body())
    } else {
        Notice::warning(payment::amount_not_shown_title(), payment::amount_not_shown_body())
    }
}

/// The notice for a refused payment, and a link if the user has to continue on another page.
pub fn refused(problem: &Problem, kept: &KeptQuote) -> (Notice, Option<(String, &'static str)>) {
    let before = written(&kept.quote, kept.quote.output.amount_due_minor);
    let fresh = problem.quote.as_ref().map(|quote| written(quote, quote.output.amount_due_minor));
    match (problem.code, &problem.change, &problem.attempt) {
        (ProblemCode::PaymentDeclined, ..) => {
            (declined(problem.decline.map_or(DeclineClass::Generic, |decline| decline.class)), None)
        }
        (ProblemCode::VersionChanged, Some(change), _) => {
            let (by, at) = (&change.by, intl::date_time(change.at));
            let [old, new] = [change.before, change.after].map(text::plan);
            let body = match fresh {
                Some(fresh) => payment::subscription_changed_by(by, &old, &new, &at, &before, &fresh),
                None => payment::subscription_changed_by_no_amount(by, &old, &new, &at, &before),
            };
            (
                Notice::warning(payment::subscription_changed(), &body),
                Some((edit_path(kept), payment::choose_upgrade_again())),
            )
        }
        (ProblemCode::AttemptOpen, _, Some(attempt)) => {
            let link =
                (Section::Attempt(attempt.id.clone()).path(kept.organization), upgrade::view_payment());
            (Notice::warning(payment::attempt_open(), &upgrade::attempt_is_open(&attempt.by)), Some(link))
        }
        _ => {
            let mut notice =
                text::notice_for_refused_payment(problem.code, problem.charged, &problem.request_id);
            if let Some(fresh) = fresh.filter(|fresh| *fresh != before) {
                notice.body =
                    text::two_sentences(&notice.body, &payment::amount_changed_body(&before, &fresh));
            }
            (notice, None)
        }
    }
}

/// The notice for a declined attempt: nothing was charged, and who has to act next.
pub fn declined(class: DeclineClass) -> Notice {
    Notice::error(payment::declined_title(), payment::declined(class))
}

/// Formats an amount in the currency of a quote.
pub fn written(quote: &SealedQuote, minor: i64) -> String {
    let currency = Currency::parse(&quote.input.snapshot.currency);
    currency.map(|currency| intl::money(Money::new(minor, currency))).unwrap_or_default()
}

/// The path of the upgrading page with the entered draft, which keeps the number of sessions that it was created for.
fn edit_path(kept: &KeptQuote) -> String {
    let input = &kept.quote.input;
    let now = &input.snapshot.subscription;
    let before = Plan { sessions: now.sessions, cycle: now.cycle };
    let after = Plan { sessions: input.target.sessions, cycle: input.target.cycle };
    let draft = Draft::of(before, after, kept.request.promotion_code.clone());
    Section::Upgrade.path_with_query(kept.organization, &draft.query())
}
