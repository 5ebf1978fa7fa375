//! The client against running servers. `cargo xtask test stripe` starts them and passes their origins.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod localstripe;
mod sandbox;
mod server;
