//! The payment path through the router, against the sandbox gateway with its real log and a fresh database file each.
//! What happened is read from the database and from the gateway's log, never from the answers alone.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod audit_keys;
mod audit_trail;
mod bank;
mod canceling;
mod card_testing;
mod charged;
mod codes;
mod crashes;
mod declines;
mod events;
mod faults;
mod held;
mod locks;
mod no_space;
mod paying;
mod reconciling;
mod recovering;
mod refusals;
mod renewals;
mod repeating;
mod support;
mod together;
