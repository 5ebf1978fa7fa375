//! The interface of a payment gateway, and its client of Stripe's HTTP API.

mod account;
mod card;
mod charge;
mod circuit;
mod circuit_breaker;
mod customer;
mod dispute;
mod error;
mod intent;
mod list;
mod payment_gateway;
mod setup_session;
pub mod stripe;

pub use account::Account;
pub use card::Card;
pub use charge::{Charge, ChargeStatus, Refund, RefundStatus};
pub use circuit_breaker::CircuitBreaker;
pub use customer::{Customer, NewCustomer};
pub use dispute::{Dispute, DisputeStatus};
pub use error::GatewayError;
pub use intent::{Confirmation, DeclineReason, Intent, IntentStatus, NewIntent, Presence};
pub use list::{ListQuery, Page};
pub use payment_gateway::PaymentGateway;
pub use setup_session::{NewSetupSession, SetupSession, SetupStatus};
