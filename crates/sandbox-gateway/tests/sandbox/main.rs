//! Tests of the sandbox over sockets. The outcomes are read from its book.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bank_page;
mod book;
mod confirmation;
mod control;
mod faults;
mod idempotency;
mod intents;
mod lists;
mod refunds;
mod requests;
mod running;
mod setup_page;
mod webhooks;
