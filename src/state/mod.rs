//! State and logic that the pages share, without views.

pub mod language;
pub mod payment;
pub mod portal;
mod remote;
pub mod session;
mod subscription_status;
mod task;
pub mod upgrade;

pub use remote::Remote;
pub use subscription_status::{UpgradeBlocker, upgrade_blocker};
pub use task::Task;
