//! The protocol as a portal sees it: the example messages, their mutations, and the frame's side of the conversation.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]
#![cfg(not(target_arch = "wasm32"))]

mod child;
mod examples;
mod properties;
mod support;
