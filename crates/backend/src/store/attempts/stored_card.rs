//! The JSON format of the `card` column.

use contract::PaymentMethod;
use serde::{Deserialize, Serialize};

use crate::store::StoreError;

/// The current format version. Rows without a version have format 0.
const FORMAT: u32 = 1;

/// The stored card. It is separate from the API type, so that an API change cannot make stored rows unreadable.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredCard {
    /// The first release did not write a version.
    #[serde(default)]
    format: u32,
    id: String,
    brand: String,
    last4: String,
    expires_month: u8,
    expires_year: u16,
    expired: bool,
}

/// Serializes a card. Cannot fail in practice: it contains only strings, numbers and a boolean.
pub(super) fn to_text(card: &PaymentMethod) -> Result<String, StoreError> {
    let PaymentMethod { id, brand, last4, expires_month, expires_year, expired } = card.clone();
    let stored = StoredCard { format: FORMAT, id, brand, last4, expires_month, expires_year, expired };
    serde_json::to_string(&stored).map_err(|_| StoreError::Unreadable("card"))
}

/// Deserializes a card in any released format.
///
/// # Errors
/// [`StoreError::Unreadable`] if the format is newer or the text is invalid.
pub(super) fn from_text(text: &str) -> Result<PaymentMethod, StoreError> {
    let stored: StoredCard = serde_json::from_str(text).map_err(|_| StoreError::Unreadable("card"))?;
    if stored.format > FORMAT {
        return Err(StoreError::Unreadable("card"));
    }
    let StoredCard { id, brand, last4, expires_month, expires_year, expired, .. } = stored;
    Ok(PaymentMethod { id, brand, last4, expires_month, expires_year, expired })
}
