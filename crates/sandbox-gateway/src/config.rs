use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use gateway::ApiSecret;
use http_server::Proxies;
use process::Clock;

use crate::error::SandboxError;
use crate::origins::{Origins, PortalOrigins};

/// The environment variable with the secret of a sandbox gateway and its callers.
pub const SANDBOX_SECRET: &str = "TESTCLOUD_SANDBOX_SECRET";

/// The configuration of a sandbox gateway.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// The append-only log. A missing file is created.
    pub log: PathBuf,
    /// The origins of the app, such as `http://127.0.0.1:8080`. Only they may frame the card field, receive its tokens
    /// and be the target of a return from the bank's page.
    pub app_origins: Vec<String>,
    /// The origins of the portals that embed the app. A browser shows the card field in an embedded app only if every
    /// page around it is allowed.
    pub portals: PortalOrigins,
    /// The origin at which browsers reach the sandbox. Without it, the sandbox must listen on a loopback address.
    pub public_origin: Option<String>,
    /// The secret of the payment service.
    pub secret: ApiSecret,
    /// The reverse proxies in front of the sandbox.
    pub proxies: Proxies,
    /// The delay of responses that time out on purpose. Longer than the caller's timeout.
    pub late_response: Duration,
    /// The clock of the sandbox. The payment service shares it when both run in the same process.
    pub clock: Arc<Clock>,
}

impl SandboxConfig {
    /// A delay that exceeds the timeout of the caller.
    #[must_use]
    pub fn late_for(gateway_timeout: Duration) -> Duration {
        gateway_timeout.saturating_mul(2)
    }

    /// Checks the origins against the address on which the sandbox listens.
    ///
    /// # Errors
    /// When an origin is malformed, or the address is not loopback and no public origin is configured.
    pub fn check(&self, listening: SocketAddr) -> Result<(), SandboxError> {
        Origins::new(&self.app_origins, self.portals.clone(), self.public_origin.as_deref(), listening)
            .map(|_| ())
    }
}
