/// The account at the gateway that the API key belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The gateway's id.
    pub id: String,
    /// Whether the key charges real cards.
    pub live: bool,
}
