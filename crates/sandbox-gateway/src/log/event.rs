use billing::Instant;
use serde::{Deserialize, Serialize};

use crate::cards::Behaviour;

/// The name of an event in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventName {
    /// An unconfirmed intent was created.
    IntentCreated,
    /// A confirm request arrived. With the reason `answer_lost`, no event follows.
    Confirming,
    /// The intent was charged.
    Succeeded,
    /// The intent was declined for this reason.
    Declined,
    /// The person must confirm the payment with the bank.
    RequiresAction,
    /// The intent was canceled and never charges.
    Canceled,
    /// A cancel request came too late or again, and changed nothing.
    CancelRefused,
    /// The card field created a token.
    CardTokenized,
    /// The clock was set. The reason is the new time.
    ClockSet,
}

/// One line of the log. Fields that do not apply to the event are null or absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Event {
    pub at: String,
    pub event: EventName,
    pub intent: Option<String>,
    pub idempotency_key: Option<String>,
    pub organization: Option<i64>,
    pub amount_minor: Option<i64>,
    pub currency: Option<String>,
    pub card_ref: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<TokenizedCard>,
}

/// The card of a token from the card field. The card number is never stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenizedCard {
    pub token: String,
    pub brand: String,
    pub last4: String,
    pub expires_month: u8,
    pub expires_year: u16,
    pub behaviour: Behaviour,
}

impl Event {
    /// An event with only its name and time.
    pub fn new(event: EventName, at: Instant) -> Self {
        Self {
            at: at.to_string(),
            event,
            intent: None,
            idempotency_key: None,
            organization: None,
            amount_minor: None,
            currency: None,
            card_ref: None,
            reason: None,
            attempt: None,
            card: None,
        }
    }
}
