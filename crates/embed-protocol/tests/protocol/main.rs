//! The example messages and their mutations.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]
#![cfg(not(target_arch = "wasm32"))]

mod examples;
mod support;
