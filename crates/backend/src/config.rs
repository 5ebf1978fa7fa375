use std::path::PathBuf;
use std::time::Duration;

use crate::proxies::Proxies;

/// What a running service needs to know, checked and complete.
#[derive(Clone, Debug)]
pub struct Config {
    /// Origins whose pages may change something.
    pub allowed_origins: Vec<String>,
    /// The origin people reach the app at, where that is https; cookies are then host-locked and secure.
    pub secure_origin: Option<String>,
    /// Where browsers reach the gateway's hosted pages.
    pub gateway_origin: String,
    /// The reverse proxies in front of the service.
    pub proxies: Proxies,
    /// The file outside the database that records the newest rows of the audit trail.
    pub audit_anchor: Option<PathBuf>,
    /// The folder of the built app, where this service serves it.
    pub serve_dist: Option<PathBuf>,
    /// How long a call of the gateway may take.
    pub gateway_timeout: Duration,
    /// How often unfinished attempts and due renewals are looked at.
    pub recovery_interval: Duration,
    /// The most one card payment can carry, in minor units.
    pub gateway_limit_minor: i64,
    /// Whom to write to when an amount is beyond that.
    pub contact: String,
}
