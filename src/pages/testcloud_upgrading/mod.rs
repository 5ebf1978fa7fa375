//! TestCloud Upgrading: what is entered on the left, what it costs on the right.

mod address;
mod day;
mod form;
mod outlook;
mod page;
mod period;
mod promotion;
mod standing;
mod summary;

pub use page::TestcloudUpgrading;
