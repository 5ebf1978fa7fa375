//! The interface of a payment gateway, and its clients.

mod card;
mod circuit_breaker;
mod client;
mod error;
mod intent;
pub mod next;
mod payment_gateway;
mod secret;
pub mod stripe;
pub mod wire;

pub use card::Card;
pub use circuit_breaker::CircuitBreaker;
pub use client::*;
pub use error::GatewayError;
pub use intent::{DeclineReason, Intent, IntentStatus, NewIntent};
pub use payment_gateway::Gateway;
pub use secret::ApiSecret;
