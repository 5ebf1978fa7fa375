//! Tests of payments through the router, each with a sandbox gateway and a new database file. The outcomes are read
//! from the database and from the gateway's log, not from the responses alone.

#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

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
mod late_copies;
mod locks;
mod no_space;
mod paying;
mod reconciling;
mod recovering;
mod refusals;
mod renewals;
mod repeating;
mod reversals;
mod setup_sessions;
mod support;
mod together;
