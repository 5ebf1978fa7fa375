//! The card of an attempt, as JSON in its column.

use contract::PaymentMethod;
use serde::{Deserialize, Serialize};

use crate::store::StoreError;

/// The number of the form in which cards are written now. Rows without a number have form 0.
const FORMAT: u32 = 1;

/// A form of its own: a change of the API must not make older rows unreadable.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredCard {
    /// The first release wrote none.
    #[serde(default)]
    format: u32,
    id: String,
    brand: String,
    last4: String,
    expires_month: u8,
    expires_year: u16,
    expired: bool,
}

/// The text to store.
///
/// # Errors
/// Never in practice: strings and numbers can always be written.
pub(super) fn to_text(card: &PaymentMethod) -> Result<String, StoreError> {
    let PaymentMethod { id, brand, last4, expires_month, expires_year, expired } = card.clone();
    let stored = StoredCard { format: FORMAT, id, brand, last4, expires_month, expires_year, expired };
    serde_json::to_string(&stored).map_err(|_| StoreError::Unreadable("card"))
}

/// Reads a card of every form that was ever released.
///
/// # Errors
/// When the text has a newer form, or is damaged.
pub(super) fn from_text(text: &str) -> Result<PaymentMethod, StoreError> {
    let stored: StoredCard = serde_json::from_str(text).map_err(|_| StoreError::Unreadable("card"))?;
    if stored.format > FORMAT {
        return Err(StoreError::Unreadable("card"));
    }
    let StoredCard { id, brand, last4, expires_month, expires_year, expired, .. } = stored;
    Ok(PaymentMethod { id, brand, last4, expires_month, expires_year, expired })
}
