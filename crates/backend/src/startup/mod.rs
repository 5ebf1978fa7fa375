//! Startup and shutdown of each command.

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
