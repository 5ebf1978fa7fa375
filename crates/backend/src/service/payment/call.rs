use axum::body::Bytes;
use contract::UpgradeRequest;
use sha2::{Digest, Sha256};

use crate::error::Refusal;
use crate::service::seal::fingerprint;
use crate::store::people::UserRow;

/// A request to pay.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who asks.
    pub user: UserRow,
    /// For which organization.
    pub organization: i64,
    /// The idempotency key.
    pub key: String,
    /// The version the buyer saw.
    pub if_match: i64,
    /// The path, as it was sent.
    pub path: String,
    /// The body, as it was sent.
    pub body: Bytes,
    /// What the body says. A body that is not of the form is refused at its place in the order of checks.
    pub request: Result<UpgradeRequest, Refusal>,
}

impl Call {
    /// What makes two requests with one key the same: path and body, byte for byte.
    #[must_use]
    pub fn hash(&self) -> String {
        let body = Sha256::digest(&self.body);
        let body: Vec<String> = body.iter().map(|byte| format!("{byte:02x}")).collect();
        fingerprint(&format!("{} {}", self.path, body.concat()))
    }
}
