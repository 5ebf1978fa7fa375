//! Subscriptions, and the change history of their versions.

mod advance;
mod change;
mod insert;
mod load;
mod row;

pub use advance::{NextVersion, advance, set_status};
pub use change::{ChangeKind, change_since, insert_change, last_upgrade, terms_changed_since};
pub use insert::{NewSubscription, insert};
pub use load::load;
pub use row::SubscriptionRow;
