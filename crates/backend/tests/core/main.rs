//! Tests of everything except payments, through the router: sessions, roles, quotes, codes, renewals, receipts and
//! operations.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

#[allow(
    dead_code,
    unused_imports,
    reason = "the support module is shared with the payment tests, which use other parts of it"
)]
#[path = "../payment/support/mod.rs"]
mod support;

mod access_requests;
mod bad_input;
mod calls;
mod cancellation;
mod csp_reports;
mod embedding;
mod fixtures;
mod frames;
mod operations;
mod promotions;
mod quotes;
mod receipts;
mod renewal_creates;
mod renewals;
mod roles;
mod sample;
mod serve_dist;
mod sign_in;
