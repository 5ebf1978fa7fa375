//! Password checks, their queue, and limits on guessing.

mod check;
pub mod limits;
mod queue;

pub use check::{SignIns, hash_password};
