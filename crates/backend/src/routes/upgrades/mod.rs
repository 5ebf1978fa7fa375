//! Paying a sealed quote, and everything that can be asked about it afterwards.

mod answer;
mod ask;
mod headers;
mod pay;
mod routes;

pub(super) use routes::routes;
