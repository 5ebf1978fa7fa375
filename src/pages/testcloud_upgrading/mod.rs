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
mod typed_code;

pub use page::TestcloudUpgrading;

/// The form that leads to the review; its button stands beside it and names it.
const FORM_ID: &str = "upgrade-form";
