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
    /// The maximum number of concurrent requests from one client network. See [`Self::with_max_requests`].
    pub max_requests_per_network: usize,
    /// The maximum number of responses that the clients of one network have not read. A body that all responses share
    /// does not count.
    pub max_unread_responses_per_network: usize,
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

/// A client network may run this fraction of all concurrent requests.
const NETWORK_FRACTION: usize = 16;

impl Limits {
    /// Sets the maximum number of concurrent requests, and a sixteenth of it as the maximum of one client network.
    #[must_use]
    pub fn with_max_requests(self, max_requests: usize) -> Self {
        let max_requests_per_network = (max_requests / NETWORK_FRACTION).max(1);
        Self { max_requests, max_requests_per_network, ..self }
    }

    /// The same limits, except that one client network may run as many requests as all together, and need not have read
    /// the responses.
    #[must_use]
    pub fn for_one_client(self) -> Self {
        Self {
            max_requests_per_network: self.max_requests,
            max_unread_responses_per_network: usize::MAX,
            ..self
        }
    }

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
            max_requests_per_network: 512 / NETWORK_FRACTION,
            max_unread_responses_per_network: 256,
            max_bodies: 2_048,
            max_bodies_per_network: 32,
            max_bodies_per_connection: 8,
            max_body_bytes: 64 * 1024 * 1024,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_client_network_runs_a_sixteenth_of_all_requests() {
        let of = |limits: Limits| (limits.max_requests, limits.max_requests_per_network);

        assert_eq!(of(Limits::default()), (512, 32));
        for max_requests in [1, 15, 512, 2_048] {
            let limits = Limits::default().with_max_requests(max_requests);
            assert_eq!(of(limits), (max_requests, (max_requests / 16).max(1)));
            assert_eq!(of(limits.for_one_client()), (max_requests, max_requests));
        }
    }
}
