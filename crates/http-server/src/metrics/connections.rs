use prometheus_client::metrics::gauge::Gauge;

use super::Counters;

/// Metrics of the connections of a listener.
#[derive(Clone, Debug)]
pub struct ConnectionMetrics {
    /// Open connections.
    pub open: Gauge,
    /// Connections that were refused because too many were open, by limit: `all` or `network`.
    pub refused: Counters,
}

impl Default for ConnectionMetrics {
    fn default() -> Self {
        Self { open: Gauge::default(), refused: Counters::unregistered("limit") }
    }
}
