//! Stripe's objects, and what this service reads from them.

mod account;
mod card;
mod charge;
mod customer;
mod dispute;
mod intent;
mod list;
mod owner;
mod reference;
mod refund;
mod setup_session;

pub use account::account;
pub use card::card;
pub use charge::charge;
pub use customer::customer;
pub use dispute::dispute;
pub use intent::intent;
pub use list::{RawList, page};
pub use owner::{Owner, ReadError};
pub use refund::refund;
pub use setup_session::setup_session;
