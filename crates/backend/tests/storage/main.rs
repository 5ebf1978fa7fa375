//! The database under load, on a full disk, with unreadable rows and with rows of older releases.
#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

#[allow(dead_code, unused_imports, reason = "the stage is shared with the payment tests")]
#[path = "../payment/stage/mod.rs"]
mod stage;

mod child;
mod earlier_releases;
mod full_disk;
mod query_plans;
mod retention;
mod schema;
mod speed;
mod unreadable_rows;
