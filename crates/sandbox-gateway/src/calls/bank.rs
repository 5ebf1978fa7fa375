//! The customer's decisions on the bank's page about a payment.

use super::charge::settle;
use crate::book::EntryName;
use crate::engine::Draft;
use crate::records::{IntentStatus, PaymentError, PaymentIntent, PaymentMethod};

/// The customer's choice on the bank's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Confirm,
    Refuse,
}

/// Applies the first decision about a payment that requires action. Later ones change nothing.
pub fn decide_payment(draft: &mut Draft<'_>, intent: PaymentIntent, decision: Decision) {
    let method = intent.payment_method.as_ref().and_then(|id| draft.current::<PaymentMethod>(id));
    if intent.status != IntentStatus::RequiresAction {
        return;
    }
    match (decision, method) {
        (Decision::Confirm, Some(method)) => {
            // A decline is in the intent, which the caller reads.
            let _ = settle(draft, intent, &method);
        }
        (_, method) => refuse(draft, intent, method),
    }
}

fn refuse(draft: &mut Draft<'_>, mut intent: PaymentIntent, method: Option<PaymentMethod>) {
    let error = PaymentError {
        decline: None,
        charge: None,
        payment_method: method.map(|method| method.id),
        is_payment: true,
    };
    let reason = error.code();
    let entry = draft.intent_entry(EntryName::Declined, &intent).because(reason);
    intent.status = IntentStatus::RequiresPaymentMethod;
    intent.payment_method = None;
    intent.bank_url = None;
    intent.last_error = Some(error);
    let id = intent.id.clone();
    draft.write(entry);
    draft.put(intent);
    draft.announce("payment_intent.payment_failed", &id);
}
