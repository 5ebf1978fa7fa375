use serde::{Deserialize, Serialize};

/// What a card token stands for. A card number never reaches this service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// The gateway's own name for the card; what an intent is created with.
    pub card_ref: String,
    /// The scheme in lower case, such as `visa`.
    pub brand: String,
    /// The last four digits, for a person to recognise the card by.
    pub last4: String,
    /// The month it expires at the end of, 1 to 12.
    pub expires_month: u8,
    /// The year it expires in, four digits.
    pub expires_year: u16,
    /// Whether the token is accepted again, in any organization: the fixed names of test cards are.
    #[serde(default)]
    pub reusable_token: bool,
}
