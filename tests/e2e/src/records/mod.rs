//! The two independent records of a payment: the database and the gateway's log. They must agree.

mod gateway_log;
mod ledger;
mod outcome;

pub use gateway_log::{Charge, GatewayLog};
pub use ledger::{Entitlement, Ledger};
pub use outcome::Outcome;
