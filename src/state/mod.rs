//! State and logic that the pages share, without views.

mod card_setup;
mod departure;
pub mod language;
pub mod payment;
pub mod portal;
mod remote;
pub mod session;
mod subscription_status;
mod task;
pub mod upgrade;

pub use card_setup::{CARD_BUTTON, CARD_NOTICE, CardSetup};
pub use departure::Departure;
pub use remote::Remote;
pub use subscription_status::{UpgradeBlocker, upgrade_blocker};
pub use task::Task;
