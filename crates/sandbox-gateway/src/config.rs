use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http_server::Proxies;
use process::Clock;

use crate::api_key::ApiKey;
use crate::error::SandboxError;
use crate::origins::Origins;
use crate::webhooks::Endpoint;

/// The environment variable with the API key of the sandbox.
pub const API_KEY: &str = "STRIPE_API_KEY";
/// The environment variable with the secret that signs webhooks.
pub const WEBHOOK_SECRET: &str = "STRIPE_WEBHOOK_SECRET";
/// The account of the API key, unless configured.
pub const ACCOUNT: &str = "acct_1TestCloudSandbox";
/// The merchant on the hosted pages, unless configured.
pub const MERCHANT: &str = "TestOps";

/// The configuration of a sandbox.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// The append-only book. A missing file is created.
    pub book: PathBuf,
    /// The API key that callers send.
    pub api_key: ApiKey,
    /// The id of the account that the key belongs to.
    pub account: String,
    /// The name of the merchant on the hosted pages.
    pub merchant: String,
    /// The origin at which browsers reach the sandbox. Without it, the sandbox must listen on a loopback address.
    pub public_origin: Option<String>,
    /// The reverse proxies in front of the sandbox.
    pub proxies: Proxies,
    /// The delay of responses that time out on purpose. Longer than the caller's timeout.
    pub late_response: Duration,
    /// The endpoints that receive events.
    pub webhooks: Vec<Endpoint>,
    /// The clock of the sandbox. The merchant's service shares it when both run in the same process.
    pub clock: Arc<Clock>,
}

impl SandboxConfig {
    /// A configuration with a book and a key, the system clock, and no webhooks.
    #[must_use]
    pub fn new(book: PathBuf, api_key: ApiKey) -> Self {
        Self {
            book,
            api_key,
            account: ACCOUNT.to_owned(),
            merchant: MERCHANT.to_owned(),
            public_origin: None,
            proxies: Proxies::default(),
            late_response: Duration::from_secs(60),
            webhooks: Vec::new(),
            clock: Arc::new(Clock::machine()),
        }
    }

    /// A delay that exceeds the timeout of the caller.
    #[must_use]
    pub fn late_for(gateway_timeout: Duration) -> Duration {
        gateway_timeout.saturating_mul(2)
    }

    /// Checks the public origin against the address on which the sandbox listens.
    ///
    /// # Errors
    /// When the origin is malformed, or the address is not loopback and no public origin is configured.
    pub fn check(&self, listening: SocketAddr) -> Result<(), SandboxError> {
        Origins::new(self.public_origin.as_deref(), listening).map(|_| ())
    }
}
