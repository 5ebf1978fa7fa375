//! The client of Stripe against servers that answer like Stripe, and against hostile ones.

#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod errors;
mod fake_stripe;
mod fixtures;
mod hostile;
mod lists;
mod objects;
mod requests;
