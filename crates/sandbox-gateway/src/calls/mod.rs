mod account;
mod attach;
mod cancel;
mod charge;
mod checkout;
mod confirm;
mod create_intent;
mod customers;
mod dispute;
mod execute;
mod lists;
mod refunds;
mod setup;

pub mod bank;
pub mod dashboard;

pub use attach::new_payment_method;
pub use execute::execute;
pub use setup::{SetupStep, complete_session, decide_setup, expire_due_session, start_setup};
