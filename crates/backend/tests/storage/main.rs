//! Tests of the database under load, on a full disk, with unreadable rows and with rows of older releases.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

#[allow(dead_code, unused_imports, reason = "the support module is shared with the payment tests")]
#[path = "../payment/support/mod.rs"]
mod support;

mod child;
mod earlier_releases;
mod full_disk;
mod query_plans;
mod retention;
mod schema;
mod speed;
mod statements;
mod unreadable_parts;
mod unreadable_rows;
