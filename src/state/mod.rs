//! State and logic that the pages share, without views.

pub mod language;
pub mod payment;
mod remote;
pub mod session;
mod task;
pub mod upgrade;

pub use remote::Remote;
pub use task::Task;
