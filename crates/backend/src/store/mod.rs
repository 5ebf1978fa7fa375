//! Persistence in one SQLite file: runtime queries, with rows as plain structs.
//!
//! Parameters are written `$1`, `$2`, which SQLite and Postgres both read. sqlx's checked macros need one database at
//! compile time, so a test prepares every statement on the migrated schema instead and counts its parameters.
//!
//! Functions return [`StoreError::Unavailable`] if the database is temporarily unusable. The caller may retry.

mod columns;
mod database;
mod error;
mod lease;

pub mod access_requests;
pub mod attempts;
pub mod audit;
pub mod cards;
pub mod charge_reversals;
pub mod deployment;
pub mod embed_clients;
pub mod embed_codes;
pub mod embed_sessions;
pub mod gateway_customers;
pub mod inbound_events;
pub mod ledger;
pub mod operations;
pub mod organizations;
pub mod outbox;
pub mod people;
pub mod promotions;
pub mod quotes;
pub mod rate_limits;
pub mod receipts;
pub mod redemptions;
pub mod renewals;
pub mod retention;
pub mod seal_keys;
pub mod sessions;
pub mod setup_sessions;
pub mod sign_in_pairs;
pub mod subscriptions;

pub use columns::Columns;
pub use database::{Connection, Store, Transaction};
pub use error::{StoreError, UnreadableRow};
pub use lease::Lease;
