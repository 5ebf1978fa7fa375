use serde::{Deserialize, Serialize};

use super::Intent;

/// The body that creates an intent; its idempotency key travels in the header.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CreateIntent {
    pub organization: i64,
    pub amount_minor: i64,
    pub currency: String,
    pub card_ref: String,
    pub attempt: String,
}

/// The body that asks what a token stands for: in the body, because addresses end in logs.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResolveToken {
    pub token: String,
}

/// The body of a call whose path says it all.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Empty {}

/// A page of intents in the order they were created.
#[derive(Serialize, Deserialize)]
pub(super) struct IntentPage {
    pub content: Vec<Intent>,
}
