use serde::Deserialize;
use serde_json::Value;

use super::reference::{Reference, instant, parse};
use super::{Owner, ReadError};
use crate::stripe::currency;
use crate::{Charge, ChargeStatus};

#[derive(Deserialize)]
struct ChargeObject {
    id: String,
    payment_intent: Option<Reference>,
    status: String,
    captured: Option<bool>,
    amount: i64,
    #[serde(default)]
    amount_refunded: i64,
    currency: String,
    #[serde(default)]
    disputed: bool,
    created: i64,
}

/// Reads a charge. Stripe copies the metadata of its intent.
pub fn charge(value: &Value, owner: &Owner) -> Result<Charge, ReadError> {
    let owned = owner.check(value)?;
    let object: ChargeObject = parse(value, "charge")?;
    let currency = currency::parse(&object.currency).ok_or(ReadError::Unreadable)?;
    let minor = |amount| currency::from_stripe(amount, currency).ok_or(ReadError::Unreadable);
    let status = match (object.status.as_str(), object.captured) {
        ("pending", _) | ("succeeded", Some(false)) => ChargeStatus::Pending,
        ("succeeded", _) => ChargeStatus::Succeeded,
        ("failed", _) => ChargeStatus::Failed,
        _ => return Err(ReadError::Unreadable),
    };
    Ok(Charge {
        id: object.id,
        intent: object.payment_intent.map(Reference::into_id),
        status,
        amount_minor: minor(object.amount)?,
        refunded_minor: minor(object.amount_refunded)?,
        currency: currency.code().to_owned(),
        disputed: object.disputed,
        created: instant(object.created)?,
        organization: owned.organization,
        attempt: owned.attempt()?,
        metadata: owned.metadata,
    })
}
