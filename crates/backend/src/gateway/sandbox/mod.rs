//! The sandbox gateway: a card field, a bank and a book of its own, which moves no real money.
//!
//! It keeps everything in one append-only log, written and synced before each answer, so that the log is an
//! independent witness of what was charged.

mod book;
mod cards;
mod config;
mod log;
mod origins;
mod server;
mod teller;
mod web;

pub use book::MAX_AMOUNT_MINOR;
pub use cards::{TEST_CARDS, TestCard};
pub use config::{SandboxConfig, SandboxError};
pub use server::{Sandbox, serve};
