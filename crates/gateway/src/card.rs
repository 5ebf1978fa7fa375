use serde::{Deserialize, Serialize};

/// The card of a token. The card number never reaches this service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// The gateway's reference for the card, which an intent is created with.
    pub card_ref: String,
    /// The scheme in lower case, such as `visa`.
    pub brand: String,
    /// The last four digits, by which a person recognizes the card.
    pub last4: String,
    /// The last month in which the card is valid, 1 to 12.
    pub expires_month: u8,
    /// The year in which the card expires, four digits.
    pub expires_year: u16,
    /// Whether the token can be used again, in any organization. Only fixed tokens of test cards can.
    #[serde(default)]
    pub reusable_token: bool,
}
