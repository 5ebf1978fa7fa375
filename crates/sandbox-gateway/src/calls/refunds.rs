use super::execute::require;
use crate::book::EntryName;
use crate::engine::Draft;
use crate::records::{Charge, Find, Metadata, PaymentIntent, Refund, RefundStatus};
use crate::request::{ApiError, Params};

const REASONS: [&str; 3] = ["duplicate", "fraudulent", "requested_by_customer"];

/// The parameters of a refund.
#[derive(Debug)]
pub struct NewRefund {
    pub charge: Option<String>,
    pub payment_intent: Option<String>,
    pub amount: Option<i64>,
    pub reason: Option<String>,
    pub metadata: Metadata,
    pub status: RefundStatus,
}

pub fn create(draft: &mut Draft<'_>, params: &mut Params) -> Result<String, ApiError> {
    let refund = NewRefund {
        charge: params.text("charge")?,
        payment_intent: params.text("payment_intent")?,
        amount: params.integer("amount")?,
        reason: params.choice("reason", &REASONS)?,
        metadata: params.metadata()?,
        status: RefundStatus::Succeeded,
    };
    params.finish()?;
    refund_charge(draft, refund)
}

/// Refunds a charge, in part or in full.
///
/// # Errors
/// When there is no such charge, or not so much is left of it.
pub fn refund_charge(draft: &mut Draft<'_>, new: NewRefund) -> Result<String, ApiError> {
    let charge = match (&new.charge, &new.payment_intent) {
        (Some(charge), None) => charge.clone(),
        (None, Some(intent)) => {
            let intent: PaymentIntent = require(draft, intent, "payment_intent")?;
            let charge = intent.latest_charge.clone();
            charge
                .ok_or_else(|| ApiError::invalid("The payment intent has no successful charge to refund."))?
        }
        (None, None) => {
            return Err(ApiError::invalid("Send a charge or a payment_intent.").code("parameter_missing"));
        }
        (Some(_), Some(_)) => return Err(ApiError::invalid("Send a charge or a payment_intent, not both.")),
    };
    let mut charge: Charge = require(draft, &charge, "charge")?;
    if !charge.has_succeeded() {
        return Err(ApiError::invalid("The charge has failed and cannot be refunded."));
    }
    let left = charge.amount - charge.amount_refunded;
    if left == 0 {
        return Err(
            ApiError::invalid("The charge has already been refunded.").code("charge_already_refunded")
        );
    }
    if charge.disputed {
        return Err(
            ApiError::invalid("The charge is disputed and cannot be refunded.").code("charge_disputed")
        );
    }
    let amount = new.amount.unwrap_or(left);
    if !(1..=left).contains(&amount) {
        return Err(ApiError::parameter_invalid("amount", format!("The refund must be from 1 to {left}.")));
    }
    let refund = Refund {
        id: Draft::new_id("re"),
        created: draft.seconds(),
        charge: charge.id.clone(),
        payment_intent: charge.payment_intent.clone(),
        amount,
        currency: charge.currency.clone(),
        status: new.status,
        reason: new.reason,
        metadata: new.metadata,
    };
    charge.amount_refunded += amount;
    write(draft, EntryName::Refunded, &refund);
    let (id, charge_id) = (refund.id.clone(), charge.id.clone());
    draft.put(charge);
    draft.put(refund);
    draft.announce("refund.created", &id);
    draft.announce("charge.refunded", &charge_id);
    Ok(id)
}

/// Adds an entry about a refund, with the intent's organization.
pub fn write(draft: &mut Draft<'_>, event: EntryName, refund: &Refund) {
    let Some(intent) = draft.get::<PaymentIntent>(&refund.payment_intent) else { return };
    let mut entry = draft.intent_entry(event, intent);
    entry.amount = Some(refund.amount);
    entry.object = Some(refund.id.clone());
    draft.write(entry);
}
