use contract::{Charged, Problem, ProblemCode, UpgradeAnswer, UpgradeRequest};

use super::HeldQuote;
use crate::api::{ApiClient, ApiError, Refusal};

/// What became of a payment, as far as this page can know.
#[derive(Clone, Debug, PartialEq)]
pub enum PaymentOutcome {
    /// The backend answered for this key: charged, declined, canceled or under way.
    Answered(Box<UpgradeAnswer>),
    /// No attempt has this key yet. The request may still arrive, so the same quote may be sent again with the same key
    /// only.
    NotReceived,
    /// Refused: this request charged nothing. `charged` may describe another payment.
    Refused(Box<Problem>),
    /// No answer that says whether money moved. The only thing to do is to ask again with the same key.
    Unknown,
}

/// Sends a held quote to be paid. What is sent is noted first, so that nothing is forgotten if the page dies.
pub async fn pay(
    api: &ApiClient,
    held: HeldQuote,
    card: Option<String>,
    acknowledged: Option<bool>,
) -> PaymentOutcome {
    let held = held.sent();
    let request = UpgradeRequest {
        quote_id: held.quote.id.clone(),
        quote_hash: held.quote.quote_hash.clone(),
        seal: held.quote.seal.clone(),
        expected_due_minor: held.quote.output.amount_due_minor,
        payment_method_id: card,
        acknowledged_one_way: acknowledged,
    };
    let sent = api.upgrade(held.organization, &request, &held.idempotency_key, held.quote.version).await;
    match sent {
        Ok(answer) => settled(&held, answer),
        Err(ApiError::Refused(refusal)) => match refused(&refusal) {
            Some(problem) => {
                HeldQuote::forget(held.organization);
                PaymentOutcome::Refused(Box::new(problem))
            }
            None => PaymentOutcome::Unknown,
        },
        Err(_) => PaymentOutcome::Unknown,
    }
}

/// A refusal that ends this payment; `None` leaves the outcome open, and it is read by the key instead.
fn refused(refusal: &Refusal) -> Option<Problem> {
    let ends = match refusal.code {
        // The key has an attempt, whose outcome is ours.
        ProblemCode::AttemptRunning | ProblemCode::IdempotencyConflict => false,
        // Another payment comes first, or this person has lost the role. `charged` is about the other payment.
        ProblemCode::AttemptOpen | ProblemCode::QuoteAlreadyPaid | ProblemCode::RoleRequired => true,
        _ => refusal.charged == Charged::No,
    };
    refusal.problem().filter(|_| ends)
}

/// Reads the outcome of a sent payment by its key, which stays in use until there is a final answer.
pub async fn read_outcome(api: &ApiClient, held: &HeldQuote) -> PaymentOutcome {
    match api.attempt_by_key(held.organization, &held.idempotency_key).await {
        Ok(answer) => settled(held, answer),
        Err(ApiError::Refused(refusal)) if refusal.code == ProblemCode::AttemptUnknown => {
            PaymentOutcome::NotReceived
        }
        Err(_) => PaymentOutcome::Unknown,
    }
}

fn settled(held: &HeldQuote, answer: UpgradeAnswer) -> PaymentOutcome {
    if answer.attempt.state.is_final() {
        HeldQuote::forget(held.organization);
    }
    PaymentOutcome::Answered(Box::new(answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(code: ProblemCode, charged: &str) -> Refusal {
        let text = format!(
            r#"{{"type":"t","title":"t","status":400,"detail":"d","code":"{code}","charged":"{charged}","requestId":"r"}}"#
        );
        Refusal::parse(&text).unwrap()
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
            for charged in ["yes", "unknown"] {
                assert_eq!(refused(&refusal(code, charged)).is_some(), another_payment, "{code} {charged}");
            }
            assert_eq!(refused(&refusal(code, "no")).is_some(), !key_has_an_attempt, "{code}");
        }
    }
}
