//! TestCloud Upgrading: what is entered on the left, what it costs on the right.

mod address;
mod day;
mod form;
mod page;
mod promotion;
mod standing;
mod summary;

pub use page::TestcloudUpgrading;
