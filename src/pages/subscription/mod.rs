//! TestCloud Subscription: what the organization has, what it pays, and the way to more.

mod card;
mod details;
mod history;
mod page;
mod renewal_switch;
mod requests;
mod standing;

pub use page::TestcloudSubscription;
