use contract::{Charged, Problem, ProblemCode, UpgradeAnswer, UpgradeRequest};

use super::{KeptQuote, Sending};
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

/// Pays a kept quote. Marks it as sent before sending, so that the payment is not lost if the page is closed.
pub async fn pay(
    api: &ApiClient,
    kept: KeptQuote,
    card: Option<String>,
    acknowledged: Option<bool>,
) -> PaymentOutcome {
    let is_repeated = kept.sending == Sending::Unanswered;
    let kept = kept.mark_sent();
    let request = UpgradeRequest {
        quote_id: kept.quote.id.clone(),
        quote_hash: kept.quote.quote_hash.clone(),
        seal: kept.quote.seal.clone(),
        expected_due_minor: kept.quote.output.amount_due_minor,
        payment_method_id: card,
        acknowledged_one_way: acknowledged,
    };
    let response = api.upgrade(kept.organization, &request, &kept.idempotency_key, kept.quote.version).await;
    match response {
        Ok(answer) => record_answer(&kept, answer),
        Err(ApiError::Refused(refusal)) => match refusal.problem() {
            Some(problem) if ends_page(&refusal, is_repeated) => {
                if !is_repeated || is_permanent(refusal.code) {
                    KeptQuote::remove(kept.organization);
                }
                PaymentOutcome::Refused(Box::new(problem))
            }
            _ => PaymentOutcome::Unknown,
        },
        Err(_) => PaymentOutcome::Unknown,
    }
}

/// Whether the page shows the refusal. Otherwise the outcome is open and is read by the key.
fn ends_page(refusal: &ProblemResponse, is_repeated: bool) -> bool {
    match refusal.code {
        // An attempt has this key, so read the outcome of that attempt.
        ProblemCode::AttemptRunning | ProblemCode::IdempotencyConflict => false,
        // Another payment takes precedence, or the user has lost the role. `charged` describes the other payment.
        ProblemCode::AttemptOpen | ProblemCode::QuoteAlreadyPaid | ProblemCode::RoleRequired => true,
        // After a repeated send, an earlier request with this key may still arrive.
        code => refusal.charged == Charged::No && (!is_repeated || is_permanent(code)),
    }
}

/// Whether the same request can never be accepted later, so that no earlier copy of it can charge. Relies on a backend
/// clock that is not set back while a payment is open.
fn is_permanent(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::QuoteInvalid
            | ProblemCode::QuoteExpired
            | ProblemCode::QuoteAlreadyPaid
            | ProblemCode::VersionChanged
            | ProblemCode::PaymentDeclined
            | ProblemCode::PaymentMethodChanged
            | ProblemCode::PaymentMethodExpired
    )
}

/// Reads the outcome of a sent payment by its key. The key stays in use until the outcome is final.
pub async fn read_outcome(api: &ApiClient, kept: &KeptQuote) -> PaymentOutcome {
    match api.attempt_by_key(kept.organization, &kept.idempotency_key).await {
        Ok(answer) => record_answer(kept, answer),
        Err(ApiError::Refused(refusal)) if refusal.code == ProblemCode::AttemptUnknown => {
            PaymentOutcome::NotReceived
        }
        Err(_) => PaymentOutcome::Unknown,
    }
}

fn record_answer(kept: &KeptQuote, answer: UpgradeAnswer) -> PaymentOutcome {
    if answer.attempt.state.is_final() {
        KeptQuote::remove(kept.organization);
    }
    PaymentOutcome::Answered(Box::new(answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANOTHER_PAYMENT: [ProblemCode; 3] =
        [ProblemCode::AttemptOpen, ProblemCode::QuoteAlreadyPaid, ProblemCode::RoleRequired];

    fn refusal(code: ProblemCode, charged: &str) -> ProblemResponse {
        let text = format!(
            r#"{{"type":"t","title":"t","status":400,"detail":"d","code":"{code}","charged":"{charged}","requestId":"r"}}"#
        );
        ProblemResponse::parse(&text).unwrap()
    }

    #[test]
    fn refusal_ends_a_first_payment_only_when_nothing_was_charged_for_certain() {
        for code in ProblemCode::all() {
            let key_has_an_attempt =
                matches!(code, ProblemCode::AttemptRunning | ProblemCode::IdempotencyConflict);
            for charged in ["yes", "unknown"] {
                let ends = ends_page(&refusal(code, charged), false);
                assert_eq!(ends, ANOTHER_PAYMENT.contains(&code), "{code} {charged}");
            }
            assert_eq!(ends_page(&refusal(code, "no"), false), !key_has_an_attempt, "{code}");
        }
    }

    #[test]
    fn refusal_that_may_pass_leaves_a_repeated_payment_open() {
        let permanent = [
            ProblemCode::QuoteInvalid,
            ProblemCode::QuoteExpired,
            ProblemCode::VersionChanged,
            ProblemCode::PaymentDeclined,
            ProblemCode::PaymentMethodChanged,
            ProblemCode::PaymentMethodExpired,
        ];
        for code in ProblemCode::all() {
            let ends = permanent.contains(&code) || ANOTHER_PAYMENT.contains(&code);
            assert_eq!(ends_page(&refusal(code, "no"), true), ends, "{code}");
        }
        for code in [ProblemCode::GatewayUnavailable, ProblemCode::AttemptOpen, ProblemCode::RoleRequired] {
            assert!(!is_permanent(code), "the key is kept after {code}");
        }
    }
}
