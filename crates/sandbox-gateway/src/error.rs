use std::net::SocketAddr;
use std::path::PathBuf;

/// Why the sandbox did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// Another process has the log open.
    #[error("the sandbox log {} is in use by another process: stop that process, or use another file", .0.display())]
    LogInUse(PathBuf),
    /// The log cannot be opened, read or written.
    #[error("the sandbox log {} cannot be used: {reason}", path.display())]
    LogUnusable {
        /// The file.
        path: PathBuf,
        /// The operating system's error.
        reason: std::io::Error,
    },
    /// A complete line of the log cannot be parsed by this version, or contradicts an earlier one.
    #[error("the sandbox log {} is damaged in line {line}: repair it, or start with an empty one", path.display())]
    LogDamaged {
        /// The file.
        path: PathBuf,
        /// The line number, from 1.
        line: usize,
    },
    /// An origin of the configuration is not `scheme://host[:port]`.
    #[error("{0:?} is not an origin such as http://127.0.0.1:8080")]
    OriginInvalid(String),
    /// The address is not loopback, and no public origin is configured.
    #[error(
        "the sandbox listens on {0}, which is not loopback: set --sandbox-public-origin, or listen on 127.0.0.1"
    )]
    NotLoopback(SocketAddr),
    /// The listener failed.
    #[error("the sandbox cannot serve: {0}")]
    Listener(#[from] std::io::Error),
}
