//! Upgrades: paying a sealed quote, and reading, confirming or canceling the payment attempt.

mod answer;
mod ask;
mod headers;
mod pay;
mod routes;

pub(super) use routes::routes;
