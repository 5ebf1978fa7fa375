use serde::Deserialize;
use serde_json::Value;

use super::reference::{Reference, instant, parse, web_address};
use super::{Owner, ReadError};
use crate::stripe::currency;
use crate::stripe::declines::{CardError, reason};
use crate::{Intent, IntentStatus};

#[derive(Deserialize)]
struct PaymentIntentObject {
    id: String,
    status: String,
    amount: i64,
    amount_received: Option<i64>,
    currency: String,
    customer: Option<Reference>,
    payment_method: Option<Reference>,
    latest_charge: Option<Reference>,
    created: i64,
    last_payment_error: Option<CardError>,
    next_action: Option<NextAction>,
}

#[derive(Deserialize)]
struct NextAction {
    redirect_to_url: Option<RedirectToUrl>,
}

#[derive(Deserialize)]
struct RedirectToUrl {
    url: Option<String>,
}

/// Reads a payment intent.
pub fn intent(value: &Value, owner: &Owner) -> Result<Intent, ReadError> {
    let owned = owner.check(value)?;
    let object: PaymentIntentObject = parse(value, "payment_intent")?;
    let status = status(&object)?;
    let currency = currency::parse(&object.currency).ok_or(ReadError::Unreadable)?;
    let amount = match status {
        IntentStatus::Succeeded => object.amount_received.unwrap_or(object.amount),
        _ => object.amount,
    };
    let decline = match status {
        IntentStatus::Declined | IntentStatus::Canceled => object.last_payment_error.as_ref().map(reason),
        _ => None,
    };
    Ok(Intent {
        id: object.id,
        status,
        amount_minor: currency::from_stripe(amount, currency).ok_or(ReadError::Unreadable)?,
        currency: currency.code().to_owned(),
        organization: owned.organization,
        attempt: owned.attempt()?,
        decline,
        confirmation_url: object
            .next_action
            .filter(|_| status == IntentStatus::RequiresAction)
            .and_then(|action| web_address(action.redirect_to_url?.url)),
        customer: object.customer.map(Reference::into_id),
        card_ref: object.payment_method.map(Reference::into_id),
        charge: object.latest_charge.map(Reference::into_id),
        created: instant(object.created)?,
        metadata: owned.metadata,
    })
}

/// An intent without a card is declined if it has an error, else it was never confirmed. Money that waits for a capture
/// is not charged yet.
fn status(object: &PaymentIntentObject) -> Result<IntentStatus, ReadError> {
    Ok(match (object.status.as_str(), &object.last_payment_error) {
        ("requires_payment_method", Some(_)) => IntentStatus::Declined,
        ("requires_payment_method" | "requires_confirmation", _) => IntentStatus::Unconfirmed,
        ("requires_action", _) => IntentStatus::RequiresAction,
        ("processing" | "requires_capture", _) => IntentStatus::Processing,
        ("succeeded", _) => IntentStatus::Succeeded,
        ("canceled", _) => IntentStatus::Canceled,
        _ => return Err(ReadError::Unreadable),
    })
}
