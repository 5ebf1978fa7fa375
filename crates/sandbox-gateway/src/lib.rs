//! The sandbox: a server that speaks the part of Stripe's API that this product uses, with test cards, a hosted setup page,
//! a bank page and signed webhooks. It moves no real money.
//!
//! All state is in one append-only book, which is written and synced before each response. The book is therefore
//! independent evidence of what was charged.

#![recursion_limit = "256"]

mod api;
mod api_key;
mod book;
mod calls;
mod cards;
mod config;
mod control;
mod currency;
mod engine;
mod error;
mod faults;
mod in_flight;
mod local;
mod origins;
mod pages;
mod records;
mod request;
mod router;
mod server;
mod session_expiry;
mod shared_state;
mod version;
mod webhook_sender;
mod webhooks;

pub use api_key::ApiKey;
pub use cards::{TEST_CARDS, TestCard};
pub use config::{ACCOUNT, API_KEY, MERCHANT, SandboxConfig, WEBHOOK_SECRET};
pub use error::SandboxError;
pub use local::LocalSandbox;
pub use server::Sandbox;
pub use version::API_VERSION;
pub use webhooks::{Endpoint, WebhookSecret};
