use super::attach::save;
use super::dispute::open_dispute;
use crate::book::EntryName;
use crate::cards::{ChargeOutcome, Decline, is_expired};
use crate::engine::Draft;
use crate::records::{Charge, IntentStatus, PaymentError, PaymentIntent, PaymentMethod, Record};
use crate::request::ApiError;

/// Charges an intent that needs no further authentication.
///
/// # Errors
/// 402 when the card is declined.
pub fn settle(draft: &mut Draft<'_>, intent: PaymentIntent, method: &PaymentMethod) -> Result<(), ApiError> {
    if is_expired(method.expires_year, method.expires_month, draft.now) {
        return Err(decline(draft, intent, method, Decline::ExpiredCard));
    }
    match method.test_card().outcome {
        ChargeOutcome::Declined(reason) => Err(decline(draft, intent, method, reason)),
        ChargeOutcome::Succeeds | ChargeOutcome::TimeoutLost => {
            succeed(draft, intent, method);
            Ok(())
        }
        ChargeOutcome::TimeoutCharged => {
            draft.is_late = true;
            succeed(draft, intent, method);
            Ok(())
        }
        ChargeOutcome::Disputed(reason) => {
            let charge = succeed(draft, intent, method);
            open_dispute(draft, charge, reason);
            Ok(())
        }
    }
}

fn new_charge(draft: &Draft<'_>, intent: &PaymentIntent, method: &PaymentMethod) -> Charge {
    Charge {
        id: Draft::new_id("ch"),
        created: draft.seconds(),
        payment_intent: intent.id.clone(),
        amount: intent.amount,
        currency: intent.currency.clone(),
        decline: None,
        customer: intent.customer.clone(),
        payment_method: method.id.clone(),
        description: intent.description.clone(),
        amount_refunded: 0,
        disputed: false,
        metadata: intent.metadata.clone(),
    }
}

fn succeed(draft: &mut Draft<'_>, mut intent: PaymentIntent, method: &PaymentMethod) -> Charge {
    let charge = new_charge(draft, &intent, method);
    intent.status = IntentStatus::Succeeded;
    intent.last_error = None;
    intent.bank_url = None;
    intent.latest_charge = Some(charge.id.clone());
    if intent.setup_future_usage.is_some() && intent.customer.is_some() && method.customer.is_none() {
        let saved = PaymentMethod { customer: intent.customer.clone(), is_set_up: true, ..method.clone() };
        save(draft, saved);
    }
    let id = intent.id.clone();
    draft.put(charge.clone());
    draft.write(draft.intent_entry(EntryName::Succeeded, &intent));
    draft.put(intent);
    draft.announce("charge.succeeded", &charge.id);
    draft.announce("payment_intent.succeeded", &id);
    charge
}

/// Records a declined charge, and returns the error of the request.
pub fn decline(
    draft: &mut Draft<'_>,
    mut intent: PaymentIntent,
    method: &PaymentMethod,
    reason: Decline,
) -> ApiError {
    let charge = Charge { decline: Some(reason), ..new_charge(draft, &intent, method) };
    let error = PaymentError {
        decline: Some(reason),
        charge: Some(charge.id.clone()),
        payment_method: Some(method.id.clone()),
        is_payment: true,
    };
    intent.status = IntentStatus::RequiresPaymentMethod;
    intent.payment_method = None;
    intent.bank_url = None;
    intent.latest_charge = Some(charge.id.clone());
    intent.last_error = Some(error);
    let id = intent.id.clone();
    draft.put(charge.clone());
    draft.write(draft.intent_entry(EntryName::Declined, &intent).because(reason.decline_code()));
    draft.put(intent.clone());
    draft.announce("charge.failed", &charge.id);
    draft.announce("payment_intent.payment_failed", &id);
    ApiError::card(reason.code(), reason.message())
        .detail("decline_code", reason.decline_code())
        .detail("charge", charge.id)
        .detail("payment_intent", Record::from(intent).to_json(draft))
        .detail("payment_method", Record::from(method.clone()).to_json(draft))
}
