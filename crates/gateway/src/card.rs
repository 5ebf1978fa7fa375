/// A saved card. The card number never reaches this service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The gateway's reference for the card, which an intent is created with.
    pub card_ref: String,
    /// The customer that the card is saved for. `None` after the card was removed from its customer.
    pub customer: Option<String>,
    /// The scheme in lower case, such as `visa`.
    pub brand: String,
    /// The last four digits, by which a person recognizes the card.
    pub last4: String,
    /// The last month in which the card is valid, 1 to 12.
    pub expires_month: u8,
    /// The year in which the card expires, four digits.
    pub expires_year: u16,
}
