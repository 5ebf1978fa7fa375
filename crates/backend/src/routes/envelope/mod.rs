//! What is around every answer: a name for the request, a line in the log, headers, and problems in their form.

mod headers;
mod layer;
mod problem;

pub use layer::envelope;
