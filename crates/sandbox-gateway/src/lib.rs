//! The sandbox gateway: a card field, a bank page and an API. It moves no real money.
//!
//! All state is in one append-only log, which is written and synced before each response. The log is therefore
//! independent evidence of what was charged.

mod book;
mod cards;
mod config;
mod error;
mod log;
mod origins;
mod processor;
mod server;
mod web;

pub use cards::{TEST_CARDS, TestCard};
pub use config::{SANDBOX_SECRET, SandboxConfig};
pub use error::SandboxError;
pub use origins::PortalOrigins;
pub use server::{Sandbox, serve};
