//! From the command line to a running service, and its orderly end.

mod attempts;
mod audit;
mod logging;
mod run;
mod sandbox;
mod serve;
mod shutdown;
mod tasks;

pub use run::run;
pub use shutdown::Shutdown;
