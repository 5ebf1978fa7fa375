use billing::QuoteError;
use contract::{Charged, Problem, ProblemCode, UpgradeAnswer, UpgradeRequest};

use super::{HeldQuote, Sending};
use crate::api::{ApiClient, ApiError, ProblemResponse};

/// The outcome of a payment, as far as this page can determine it.
#[derive(Clone, Debug, PartialEq)]
pub enum PaymentOutcome {
    /// The backend returned the attempt with this key: charged, declined, canceled or in progress.
    Answered(Box<UpgradeAnswer>),
    /// No attempt has this key yet. The request may still arrive, so the quote may only be sent again with the same
    /// key.
    NotReceived,
    /// The backend refused the request and charged nothing. `charged` may describe another payment.
    Refused(Box<Problem>),
    /// It is unknown whether money moved. The only safe action is to request the outcome with the same key.
    Unknown,
}

/// Pays a held quote. Marks it as sent before sending, so that the payment is not lost if the page is closed.
pub async fn pay(
    api: &ApiClient,
    held: HeldQuote,
    card: Option<String>,
    acknowledged: Option<bool>,
) -> PaymentOutcome {
    let is_repeated = held.sending == Sending::Unanswered;
    let held = held.mark_sent();
    let request = UpgradeRequest {
        quote_id: held.quote.id.clone(),
        quote_hash: held.quote.quote_hash.clone(),
        seal: held.quote.seal.clone(),
        expected_due_minor: held.quote.output.amount_due_minor,
        payment_method_id: card,
        acknowledged_one_way: acknowledged,
    };
    let response = api.upgrade(held.organization, &request, &held.idempotency_key, held.quote.version).await;
    match response {
        Ok(answer) => record_answer(&held, answer),
        Err(ApiError::Refused(refusal)) => match final_refusal(&refusal, is_repeated) {
            Some(problem) => {
                HeldQuote::remove(held.organization);
                PaymentOutcome::Refused(Box::new(problem))
            }
            None => PaymentOutcome::Unknown,
        },
        Err(_) => PaymentOutcome::Unknown,
    }
}

/// The problem, if the refusal ends this payment. `None` when the outcome is open and must be read by the key.
fn final_refusal(refusal: &ProblemResponse, is_repeated: bool) -> Option<Problem> {
    let ends = match refusal.code {
        // The reason may be over when an earlier request with this key arrives.
        code if is_repeated && is_temporary(code) => false,
        // An attempt has this key, so read the outcome of that attempt.
        ProblemCode::AttemptRunning | ProblemCode::IdempotencyConflict => false,
        // Another payment takes precedence, or the user has lost the role. `charged` describes the other payment.
        ProblemCode::AttemptOpen | ProblemCode::QuoteAlreadyPaid | ProblemCode::RoleRequired => true,
        _ => refusal.charged == Charged::No,
    };
    refusal.problem().filter(|_| ends)
}

/// Whether the same request can be accepted later.
fn is_temporary(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::RateLimited
            | ProblemCode::TooManyDeclines
            | ProblemCode::RenewalInProgress
            | ProblemCode::Quote(QuoteError::PromoExhausted)
    )
}

/// Reads the outcome of a sent payment by its key. The key stays in use until the outcome is final.
pub async fn read_outcome(api: &ApiClient, held: &HeldQuote) -> PaymentOutcome {
    match api.attempt_by_key(held.organization, &held.idempotency_key).await {
        Ok(answer) => record_answer(held, answer),
        Err(ApiError::Refused(refusal)) if refusal.code == ProblemCode::AttemptUnknown => {
            PaymentOutcome::NotReceived
        }
        Err(_) => PaymentOutcome::Unknown,
    }
}

fn record_answer(held: &HeldQuote, answer: UpgradeAnswer) -> PaymentOutcome {
    if answer.attempt.state.is_final() {
        HeldQuote::remove(held.organization);
    }
    PaymentOutcome::Answered(Box::new(answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(code: ProblemCode, charged: &str) -> ProblemResponse {
        let text = format!(
            r#"{{"type":"t","title":"t","status":400,"detail":"d","code":"{code}","charged":"{charged}","requestId":"r"}}"#
        );
        ProblemResponse::parse(&text).unwrap()
    }

    #[test]
    fn refusal_ends_a_payment_only_when_nothing_was_charged_for_certain() {
        for code in ProblemCode::all() {
            let key_has_an_attempt =
                matches!(code, ProblemCode::AttemptRunning | ProblemCode::IdempotencyConflict);
            let another_payment = matches!(
                code,
                ProblemCode::AttemptOpen | ProblemCode::QuoteAlreadyPaid | ProblemCode::RoleRequired
            );
            for (charged, is_repeated) in
                [("yes", false), ("unknown", false), ("yes", true), ("unknown", true)]
            {
                let problem = final_refusal(&refusal(code, charged), is_repeated);
                assert_eq!(problem.is_some(), another_payment, "{code} {charged}");
            }
            assert_eq!(final_refusal(&refusal(code, "no"), false).is_some(), !key_has_an_attempt, "{code}");
        }
    }

    #[test]
    fn temporary_refusal_of_a_repeated_payment_leaves_its_outcome_open() {
        for code in [
            ProblemCode::RateLimited,
            ProblemCode::TooManyDeclines,
            ProblemCode::RenewalInProgress,
            ProblemCode::Quote(QuoteError::PromoExhausted),
        ] {
            assert!(final_refusal(&refusal(code, "no"), true).is_none(), "{code}");
            assert!(final_refusal(&refusal(code, "no"), false).is_some(), "{code}");
        }
        assert!(final_refusal(&refusal(ProblemCode::QuoteExpired, "no"), true).is_some());
    }
}
