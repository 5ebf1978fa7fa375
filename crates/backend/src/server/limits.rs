use std::time::Duration;

/// Timeouts and limits of a listener.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time from the start of a connection, or from the end of the response before, to the end of a request head.
    /// It also closes idle HTTP/1 connections.
    pub head_timeout: Duration,
    /// Time after which a connection without a request and without progress in writing is closed.
    pub idle_timeout: Duration,
    /// Time from a request's head to the end of its body.
    pub body_timeout: Duration,
    /// Open connections.
    pub max_connections: usize,
    /// Open connections of one network. Proxies and this machine have no such limit.
    pub max_connections_per_network: usize,
    /// Requests that run at once. A request does not count while its body arrives.
    pub max_requests: usize,
    /// Request bodies that arrive at once. A body that is complete when its head is read does not count.
    pub max_bodies: usize,
    /// Request bodies that arrive at once from one client network.
    pub max_bodies_per_network: usize,
    /// Request bodies that arrive at once on one connection. Connections of trusted proxies have no such limit.
    pub max_bodies_per_connection: usize,
    /// Bytes of all bodies that arrive at once.
    pub max_body_bytes: usize,
}

impl Limits {
    /// Limits of a listener that serves few known clients, such as the admin listener.
    #[must_use]
    pub fn few_clients() -> Self {
        Self { max_connections: 100, ..Self::default() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(60),
            body_timeout: Duration::from_secs(15),
            max_connections: 10_000,
            max_connections_per_network: 100,
            max_requests: 512,
            max_bodies: 2_048,
            max_bodies_per_network: 32,
            max_bodies_per_connection: 8,
            max_body_bytes: 64 * 1024 * 1024,
        }
    }
}
