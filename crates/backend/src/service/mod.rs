//! The business logic. HTTP handlers only translate requests and responses.

pub mod access_request;
pub mod apply;
pub mod audit_trail;
pub mod cancellation;
pub mod canonical_json;
pub mod charge_reversal;
pub mod embedding;
pub mod gateway_customer;
pub mod gateway_event;
pub mod health;
pub mod payment;
pub mod promotion_check;
pub mod quoting;
pub mod refused_codes;
pub mod renewals;
pub mod retention;
pub mod return_url;
pub mod sample;
pub mod setup_session;
pub mod sign_in;
pub mod snapshot;
pub mod unreadable;
