//! Every sentence shown to a person.

mod common;
pub mod entry;
mod notice;
mod notices;
pub mod subscription;
pub mod upgrade;

pub use common::*;
pub use notice::{Notice, Tone};
pub use notices::{notice_for, notice_for_refusal};
