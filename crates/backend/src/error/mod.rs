//! Every way to say no, and how it is written.

mod refusal;
mod wording;

pub use refusal::{PendingProblem, Refusal};
