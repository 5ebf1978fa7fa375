//! Two books that must tell the same story: our database and the gateway's own log.

mod gateway_log;
mod ledger;

pub use gateway_log::{Charge, GatewayLog};
pub use ledger::Ledger;
