//! Error responses and their texts.

mod refusal;
mod wording;

pub use refusal::{PendingProblem, Refusal};
