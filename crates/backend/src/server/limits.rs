use std::time::Duration;

/// Timeouts and limits of a listener.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The timeout of a request head, measured from the start of the connection or the end of the previous response.
    /// It also closes idle HTTP/1 connections.
    pub head_timeout: Duration,
    /// The time after which a connection is closed if it has no request and sends no response data.
    pub idle_timeout: Duration,
    /// The timeout of a request body, measured from the end of the request head.
    pub body_timeout: Duration,
    /// The maximum number of open connections.
    pub max_connections: usize,
    /// The maximum number of open connections from one network. Proxies and this host are exempt.
    pub max_connections_per_network: usize,
    /// The maximum number of concurrent requests. A request does not count while its body is received.
    pub max_requests: usize,
    /// The maximum number of request bodies received at the same time. A body that is complete when the request head
    /// is read does not count.
    pub max_bodies: usize,
    /// The maximum number of request bodies received at the same time from one client network.
    pub max_bodies_per_network: usize,
    /// The maximum number of request bodies received at the same time on one connection. Trusted proxies are exempt.
    pub max_bodies_per_connection: usize,
    /// The maximum total size of all request bodies received at the same time, in bytes.
    pub max_body_bytes: usize,
}

impl Limits {
    /// Limits for a listener with few, known clients, such as the admin listener.
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
