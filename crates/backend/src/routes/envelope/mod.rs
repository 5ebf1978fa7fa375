//! The middleware around every response: request id, log line, metrics, headers and problem bodies.

mod headers;
mod layer;
mod problem;

pub use layer::envelope;
