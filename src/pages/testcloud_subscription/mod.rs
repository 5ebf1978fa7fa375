//! TestCloud Subscription: plan, price, card on file, payment history and the link to upgrade.

mod card;
mod details;
mod history;
mod page;
mod renewal_switch;
mod requests;
mod status;

pub use page::TestcloudSubscription;
