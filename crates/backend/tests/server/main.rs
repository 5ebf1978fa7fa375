//! The HTTP server under hostile connections, over real sockets.
#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

#[allow(dead_code, unused_imports, reason = "the support module is shared with the payment tests")]
#[path = "../payment/support/mod.rs"]
mod support;

mod connections;
mod requests;
mod wire;
