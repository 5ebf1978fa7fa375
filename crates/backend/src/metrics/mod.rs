//! Metrics of this process, in the text format of Prometheus.
//!
//! A new metric is a field of [`Metrics`] that [`Metrics::default`] registers. A label value is a literal of the
//! program or a word of a closed set, never text of a request: otherwise a stranger could fill the memory.

mod connections;
mod counters;
mod gauges;
mod registered;
mod request;

pub use connections::ConnectionMetrics;
pub use counters::Counters;
pub use gauges::Gauges;
pub use prometheus_client::encoding::prometheus_text::CONTENT_TYPE;
pub use prometheus_client::metrics::counter::Counter;
pub use prometheus_client::metrics::gauge::Gauge;
pub use registered::{CSP_DIRECTIVES, Metrics};
pub use request::method_label;
