mod connections;
mod counters;

pub use connections::ConnectionMetrics;
pub use counters::Counters;
