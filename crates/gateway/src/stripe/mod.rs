//! Stripe: its HTTP API, webhooks and currency rules.

mod api_key;
mod client;
pub mod currency;
mod declines;
mod errors;
mod form;
mod gateway;
mod http;
mod locale;
mod objects;
pub mod webhook;

pub use api_key::ApiKey;
pub use client::{API_VERSION, StripeGateway, StripeOptions, Timeouts};
