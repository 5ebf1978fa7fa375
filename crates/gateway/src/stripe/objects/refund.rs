use serde::Deserialize;
use serde_json::Value;

use super::ReadError;
use super::reference::{Reference, instant, parse};
use crate::stripe::currency;
use crate::{Refund, RefundStatus};

#[derive(Deserialize)]
struct RefundObject {
    id: String,
    charge: Option<Reference>,
    status: Option<String>,
    amount: i64,
    currency: String,
    reason: Option<String>,
    created: i64,
}

/// Reads a refund. It belongs to the owner of its charge.
pub fn refund(value: &Value) -> Result<Refund, ReadError> {
    let object: RefundObject = parse(value, "refund")?;
    let currency = currency::parse(&object.currency).ok_or(ReadError::Unreadable)?;
    let status = match object.status.as_deref() {
        Some("pending" | "requires_action") => RefundStatus::Pending,
        Some("succeeded") => RefundStatus::Succeeded,
        Some("failed") => RefundStatus::Failed,
        Some("canceled") => RefundStatus::Canceled,
        _ => return Err(ReadError::Unreadable),
    };
    Ok(Refund {
        id: object.id,
        charge: object.charge.map(Reference::into_id).ok_or(ReadError::Unreadable)?,
        status,
        amount_minor: currency::from_stripe(object.amount, currency).ok_or(ReadError::Unreadable)?,
        currency: currency.code().to_owned(),
        reason: object.reason,
        created: instant(object.created)?,
    })
}
