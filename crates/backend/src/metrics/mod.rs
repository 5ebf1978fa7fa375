//! What is counted for operations, in Prometheus' text form.

mod counters;
mod render;

pub use counters::Metrics;
pub use render::{Gauge, render};
