use std::path::PathBuf;
use std::time::Duration;

use http_server::Proxies;

/// The validated configuration of the service.
#[derive(Clone, Debug)]
pub struct Config {
    /// Origins that may send state-changing requests.
    pub allowed_origins: Vec<String>,
    /// The path of the app and the API, without its last slash. Empty at the root.
    pub base_path: String,
    /// The public origin of the app, if it uses https. Session cookies are then `Secure`.
    pub secure_origin: Option<String>,
    /// The reverse proxies in front of the service.
    pub proxies: Proxies,
    /// The file outside the database that records the newest rows of the audit trail.
    pub audit_anchor: Option<PathBuf>,
    /// The folder of the built app, if this service serves it.
    pub serve_dist: Option<PathBuf>,
    /// The timeout of a gateway request.
    pub gateway_timeout: Duration,
    /// The interval between checks of unfinished attempts and due renewals.
    pub recovery_interval: Duration,
    /// The contact for amounts above the gateway's maximum.
    pub contact: String,
}
