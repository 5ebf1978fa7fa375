use billing::Instant;

use super::Card;

/// A visit to the gateway's page that saves a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupSession {
    /// The gateway's id.
    pub id: String,
    /// The page. `None` after the session has ended.
    pub url: Option<String>,
    /// The time at which an open session expires.
    pub expires_at: Instant,
    /// The status.
    pub status: SetupStatus,
    /// The customer that the card is saved for.
    pub customer: String,
    /// The organization.
    pub organization: i64,
    /// The caller's reference of [`NewSetupSession`].
    pub reference: String,
    /// The saved card of a complete session. `None` if it is not saved, or was removed from the customer since.
    pub card: Option<Card>,
}

/// The status of a visit to the gateway's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupStatus {
    /// The person can save a card.
    Open,
    /// The person has finished the page. Final.
    Complete,
    /// No card was saved, and none will be. Final.
    Expired,
}

/// A visit to the gateway's page to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSetupSession {
    /// A repeated request with the same key and content returns the same session.
    pub idempotency_key: String,
    /// The customer that the card is saved for.
    pub customer: String,
    /// The organization.
    pub organization: i64,
    /// The caller's reference, returned with the session.
    pub reference: String,
    /// The address that the page returns to after a card is saved. `{CHECKOUT_SESSION_ID}` in it is replaced by the
    /// session's id.
    pub return_url: String,
    /// The address of the page's link that leaves without a card.
    pub cancel_url: String,
    /// The language of the page, as a primary language subtag such as `de`. The gateway uses the browser's language
    /// if it does not support this one.
    pub locale: String,
}
