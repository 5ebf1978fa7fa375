//! Two books that must tell the same story: our database and the gateway's own log.

mod gateway_log;
mod ledger;
mod outcome;

pub use gateway_log::{Charge, GatewayLog};
pub use ledger::{Entitlement, Ledger};
pub use outcome::Outcome;
