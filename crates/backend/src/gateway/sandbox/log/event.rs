use billing::Instant;
use serde::{Deserialize, Serialize};

use crate::gateway::sandbox::cards::Behaviour;

/// What happened, as the log names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventName {
    /// An intent exists, unconfirmed.
    IntentCreated,
    /// A confirm arrived. With the reason `answer_lost` nothing follows it.
    Confirming,
    /// The money was taken.
    Succeeded,
    /// The money was not taken; the reason says why.
    Declined,
    /// The person must confirm with the bank.
    RequiresAction,
    /// The intent will never charge.
    Canceled,
    /// A cancel arrived too late, or again; nothing changed.
    CancelRefused,
    /// The card field made a token.
    CardTokenized,
    /// The clock was set; the reason is the new instant.
    ClockSet,
}

/// One line of the log. What does not apply to an event is null.
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

/// What a token of the card field stands for. The number itself is never kept.
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
    /// An event with nothing but its name and instant.
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
