//! Payment gateways: the interface, its clients, and the sandbox gateway.

mod card;
mod circuit_breaker;
mod client;
mod error;
mod intent;
mod payment_gateway;
pub mod sandbox;
mod secret;
mod wire;

pub use card::Card;
pub use circuit_breaker::CircuitBreaker;
pub use client::SandboxGateway;
pub use error::GatewayError;
pub use intent::{DeclineReason, Intent, IntentStatus, NewIntent};
pub use payment_gateway::Gateway;
pub use secret::ApiSecret;
