//! Every sentence shown to a person.

mod common;
pub mod entry;
mod notices;
pub mod subscription;
pub mod upgrade;

pub use common::*;
pub use notices::notice_for;
