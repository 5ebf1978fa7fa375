//! Metrics of this process in the Prometheus text format.
//!
//! A new metric is a field of [`Metrics`] that [`Metrics::default`] registers. Label values are literals or values from
//! a closed set, never text from a request, so that clients cannot use up the memory.

mod gauges;
mod registered;
mod request;

pub use gauges::Gauges;
pub use http_server::{ConnectionMetrics, Counters};
pub use prometheus_client::encoding::prometheus_text::CONTENT_TYPE;
pub use prometheus_client::metrics::counter::Counter;
pub use prometheus_client::metrics::gauge::Gauge;
pub use registered::{CSP_DIRECTIVES, Metrics};
pub use request::method_label;
