//! Startup and shutdown of each command.

mod apply;
mod attempts;
mod audit;
mod payment_gateway;
mod run;
mod serve;
mod tasks;

pub use run::run;
