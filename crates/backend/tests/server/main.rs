//! The HTTP server under hostile connections, over real sockets.
#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

#[allow(dead_code, unused_imports, reason = "the stage is shared with the payment tests")]
#[path = "../payment/stage/mod.rs"]
mod stage;

mod connections;
mod requests;
mod wire;
