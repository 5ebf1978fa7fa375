//! The HTTP bodies of the sandbox gateway.

use serde::{Deserialize, Serialize};

use crate::Intent;

/// The largest amount of one payment, in minor units: twelve digits.
pub const MAX_AMOUNT_MINOR: i64 = 999_999_999_999;

/// The body that creates an intent. The idempotency key is sent in a header.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateIntent {
    pub organization: i64,
    pub amount_minor: i64,
    pub currency: String,
    pub card_ref: String,
    pub attempt: String,
}

/// The body that resolves a token. It is not in the path, because paths are logged.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolveToken {
    pub token: String,
}

/// An empty JSON body.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmptyBody {}

/// A page of intents in the order they were created.
#[derive(Serialize, Deserialize)]
pub struct IntentPage {
    pub content: Vec<Intent>,
}
