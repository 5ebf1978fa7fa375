use serde::Deserialize;
use serde_json::Value;

use super::reference::{Reference, parse};
use super::{Owner, ReadError};
use crate::Card;

#[derive(Deserialize)]
struct PaymentMethodObject {
    id: String,
    livemode: bool,
    customer: Option<Reference>,
    card: CardObject,
}

#[derive(Deserialize)]
struct CardObject {
    brand: String,
    last4: String,
    exp_month: u8,
    exp_year: u16,
}

/// Reads a payment method, which must be a card. It has no metadata: the caller compares its customer.
pub fn card(value: &Value, owner: &Owner) -> Result<Card, ReadError> {
    let PaymentMethodObject { id, livemode, customer, card } = parse(value, "payment_method")?;
    let is_readable = livemode == owner.live
        && card.last4.len() == 4
        && card.last4.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=12).contains(&card.exp_month)
        && (1..=64).contains(&card.brand.len());
    if !is_readable {
        return Err(ReadError::Unreadable);
    }
    Ok(Card {
        card_ref: id,
        customer: customer.map(Reference::into_id),
        brand: card.brand.to_lowercase(),
        last4: card.last4,
        expires_month: card.exp_month,
        expires_year: card.exp_year,
    })
}
