use axum::body::Bytes;
use contract::UpgradeRequest;
use sha2::{Digest, Sha256};

use crate::error::Refusal;
use crate::service::seal::fingerprint;
use crate::store::people::UserRow;

/// A request to pay.
#[derive(Clone, Debug)]
pub struct Call {
    /// The buyer.
    pub user: UserRow,
    /// The organization to pay for.
    pub organization: i64,
    /// The idempotency key.
    pub key: String,
    /// The subscription version that the buyer saw.
    pub if_match: i64,
    /// The path, as sent.
    pub path: String,
    /// The body, as sent.
    pub body: Bytes,
    /// The parsed body. An invalid body is refused at its place in the order of checks.
    pub request: Result<UpgradeRequest, Refusal>,
}

impl Call {
    /// The request hash. Two requests with one key are the same when path and body are equal byte for byte.
    #[must_use]
    pub fn hash(&self) -> String {
        let body = Sha256::digest(&self.body);
        let body: Vec<String> = body.iter().map(|byte| format!("{byte:02x}")).collect();
        fingerprint(&format!("{} {}", self.path, body.concat()))
    }
}
