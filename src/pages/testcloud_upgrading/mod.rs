//! TestCloud Upgrading: the inputs on the left, the price on the right.

mod blocked;
mod draft_url;
mod form;
mod midnight;
mod outlook;
mod page;
mod period;
mod promotion;
mod summary;
mod typed_code;

pub use page::TestcloudUpgrading;

/// Id of the form that opens the review. Its buttons are outside the form and refer to it by this id.
const FORM_ID: &str = "upgrade-form";
