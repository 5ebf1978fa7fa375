use billing::Instant;
use serde::{Deserialize, Serialize};

use crate::records::Record;

/// The name of an entry in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryName {
    /// A customer was created.
    CustomerCreated,
    /// A customer was changed.
    CustomerUpdated,
    /// A checkout session was created.
    SessionCreated,
    /// A checkout session saved a card.
    SessionCompleted,
    /// A checkout session expired.
    SessionExpired,
    /// A card was refused on the setup page. The reason is the decline code.
    SetupDeclined,
    /// The bank must confirm the card of a checkout session.
    SetupRequiresAction,
    /// A payment method was attached to a customer.
    CardSaved,
    /// A payment method was detached from its customer.
    CardRemoved,
    /// A payment method changed, as when the bank replaces a card.
    CardUpdated,
    /// A payment intent was created.
    IntentCreated,
    /// A confirm request arrived. With the reason `answer_lost`, nothing is charged.
    Confirming,
    /// The intent was charged.
    Succeeded,
    /// The intent was declined. The reason is the decline code.
    Declined,
    /// The bank must confirm the payment.
    RequiresAction,
    /// The intent was canceled and never charges.
    Canceled,
    /// A cancel request was refused, because of the status in the reason.
    CancelRefused,
    /// A confirm request was refused, because of the status in the reason.
    ConfirmRefused,
    /// A charge was refunded, in part or in full.
    Refunded,
    /// A refund failed after it was made.
    RefundFailed,
    /// A charge was disputed.
    DisputeCreated,
    /// A dispute ended. The reason is its status.
    DisputeClosed,
    /// A webhook endpoint accepted an event. The reason is the endpoint.
    EventDelivered,
    /// The clock was set. The reason is the new time.
    ClockSet,
    /// A fault was set. The reason is the call and the kind.
    FaultSet,
    /// A fault replaced a call. The reason is the call and the kind.
    FaultApplied,
}

/// One line of the book. Fields that do not apply to the entry are null or absent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    pub at: String,
    pub event: EntryName,
    pub intent: Option<String>,
    pub idempotency_key: Option<String>,
    /// From the metadata.
    pub organization: Option<i64>,
    /// In Stripe's units of the currency.
    pub amount: Option<i64>,
    pub currency: Option<String>,
    /// The payment method.
    pub card_ref: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// From the metadata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<String>,
    /// The id of the object that the entry concerns, unless it is an intent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The objects as they are after this entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<Record>,
    /// The answer to the request with the idempotency key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<StoredAnswer>,
}

/// The first answer to a request with an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoredAnswer {
    /// The SHA-256 of the method, the path and the parameters.
    pub request_hash: String,
    pub request_id: String,
    pub status: u16,
    pub body: String,
}

impl Entry {
    /// An entry with only its name and time.
    pub fn new(event: EntryName, at: Instant) -> Self {
        Self {
            at: at.to_string(),
            event,
            intent: None,
            idempotency_key: None,
            organization: None,
            amount: None,
            currency: None,
            card_ref: None,
            reason: None,
            attempt: None,
            object: None,
            records: Vec::new(),
            answer: None,
        }
    }

    /// The same entry with a reason.
    pub fn because(self, reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..self }
    }
}
