use std::net::SocketAddr;
use std::path::PathBuf;

/// Why the sandbox did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// Another process has the book open.
    #[error("the sandbox book {} is in use by another process: stop that process, or use another file", .0.display())]
    BookInUse(PathBuf),
    /// The book cannot be opened, read or written.
    #[error("the sandbox book {} cannot be used: {reason}", path.display())]
    BookUnusable {
        /// The file.
        path: PathBuf,
        /// The operating system's error.
        reason: std::io::Error,
    },
    /// A complete line of the book cannot be parsed by this version, or contradicts an earlier one.
    #[error("the sandbox book {} is damaged in line {line}: repair it, or start with an empty one", path.display())]
    BookDamaged {
        /// The file.
        path: PathBuf,
        /// The line number, from 1.
        line: usize,
    },
    /// An origin of the configuration is not `scheme://host[:port]`.
    #[error("{0:?} is not an origin such as http://127.0.0.1:8082")]
    OriginInvalid(String),
    /// The URL of a webhook endpoint is not an http address.
    #[error("{0:?} is not a webhook URL such as http://127.0.0.1:8081/api/v1/gateway/events")]
    WebhookUrlInvalid(String),
    /// The address is not loopback, and no public origin is configured.
    #[error(
        "the sandbox listens on {0}, which is not loopback: set --sandbox-public-origin, or listen on 127.0.0.1"
    )]
    NotLoopback(SocketAddr),
    /// The control listener is not on a loopback address.
    #[error("the sandbox control listener is on {0}, which is not loopback: use 127.0.0.1")]
    ControlNotLoopback(SocketAddr),
    /// A listener failed.
    #[error("the sandbox cannot serve: {0}")]
    Listener(#[from] std::io::Error),
}
