use serde::Deserialize;
use serde_json::Value;

use super::reference::{Reference, instant, parse};
use super::{Owner, ReadError};
use crate::stripe::currency;
use crate::{Dispute, DisputeStatus};

#[derive(Deserialize)]
struct DisputeObject {
    id: String,
    charge: Option<Reference>,
    status: String,
    amount: i64,
    currency: String,
    reason: String,
    created: i64,
    livemode: bool,
    #[serde(default)]
    balance_transactions: Vec<BalanceTransaction>,
}

/// A movement of the account's balance, negative when the funds are withdrawn.
#[derive(Deserialize)]
struct BalanceTransaction {
    amount: i64,
}

/// Reads a dispute. It belongs to the owner of its charge.
pub fn dispute(value: &Value, owner: &Owner) -> Result<Dispute, ReadError> {
    let object: DisputeObject = parse(value, "dispute")?;
    let currency = currency::parse(&object.currency).ok_or(ReadError::Unreadable)?;
    let status = match object.status.as_str() {
        "won" => DisputeStatus::Won,
        "lost" => DisputeStatus::Lost,
        "warning_closed" | "prevented" => DisputeStatus::Closed,
        // Inquiries, disputes and appeals that wait for somebody.
        _ => DisputeStatus::Open,
    };
    if object.livemode != owner.live {
        return Err(ReadError::Unreadable);
    }
    // The movements can be in another currency than the dispute, so only their direction is read.
    let balance = object.balance_transactions.iter().try_fold(0_i64, |sum, row| sum.checked_add(row.amount));
    Ok(Dispute {
        id: object.id,
        charge: object.charge.map(Reference::into_id).ok_or(ReadError::Unreadable)?,
        status,
        amount_minor: currency::from_stripe(object.amount, currency).ok_or(ReadError::Unreadable)?,
        currency: currency.code().to_owned(),
        reason: object.reason,
        funds_withdrawn: balance.ok_or(ReadError::Unreadable)? < 0,
        created: instant(object.created)?,
    })
}
