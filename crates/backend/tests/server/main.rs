//! Tests of the HTTP server with slow and hostile connections, over real sockets.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

#[allow(dead_code, unused_imports, reason = "the support module is shared with the payment tests")]
#[path = "../payment/support/mod.rs"]
mod support;

mod connections;
mod requests;
mod wire;
