//! Tests of the sandbox gateway over sockets. The outcomes are read from its log.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bank;
mod behaviours;
mod card_field;
mod client;
mod intents;
mod keys;
mod log;
mod requests;
mod running;
