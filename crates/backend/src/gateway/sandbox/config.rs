use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::gateway::ApiSecret;
use crate::proxies::Proxies;

/// How a sandbox gateway is set up.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// The append-only log, created where it is missing.
    pub log: PathBuf,
    /// The origins of the app, such as `http://127.0.0.1:8080`: only they may frame the card field, receive its
    /// tokens and be returned to from the bank's page.
    pub app_origins: Vec<String>,
    /// The origin browsers reach the sandbox at; without it, the address listened on, which must then be loopback.
    pub public_origin: Option<String>,
    /// What the payment service proves itself with.
    pub secret: ApiSecret,
    /// The reverse proxies in front of it.
    pub proxies: Proxies,
    /// How long the cards that answer too late make the caller wait: more than the caller's timeout.
    pub late_answer: Duration,
    /// The time of both the sandbox and, when it runs in the same process, the payment service.
    pub clock: Arc<Clock>,
}

impl SandboxConfig {
    /// The wait that outlasts a caller who gives up after `gateway_timeout`.
    #[must_use]
    pub fn late_for(gateway_timeout: Duration) -> Duration {
        gateway_timeout.saturating_mul(2)
    }
}

/// Why the sandbox does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// Another process has the log open.
    #[error("the sandbox log {} is in use by another process: stop that one, or name another file", .0.display())]
    LogInUse(PathBuf),
    /// The log cannot be opened, read or written.
    #[error("the sandbox log {} cannot be used: {reason}", path.display())]
    LogUnusable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// A whole line of the log is not one this version writes, or contradicts an earlier one.
    #[error("the sandbox log {} is damaged in line {line}: repair it, or start with an empty one", path.display())]
    LogDamaged {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// An origin of the configuration is not `scheme://host[:port]`.
    #[error("{0:?} is not an origin such as http://127.0.0.1:8080")]
    OriginInvalid(String),
    /// Only an explicit public origin lets the sandbox listen where other machines reach it.
    #[error(
        "the sandbox listens on {0}, which is not loopback: give it a public origin, or listen on 127.0.0.1"
    )]
    NotLoopback(SocketAddr),
    /// The listener failed.
    #[error("the sandbox cannot serve: {0}")]
    Listener(#[from] std::io::Error),
}
