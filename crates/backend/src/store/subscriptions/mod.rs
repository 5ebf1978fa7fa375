//! Subscriptions, their versions, and who made each.

mod advance;
mod change;
mod insert;
mod load;
mod row;

pub use advance::{NextVersion, advance, set_status};
pub use change::{ChangeKind, change_since, insert_change, last_upgrade};
pub use insert::{NewSubscription, insert};
pub use load::{due_for_renewal, load};
pub use row::SubscriptionRow;
