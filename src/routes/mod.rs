//! Parses and builds the app's URLs, and renders the page of the current one.

mod modules;
mod page;
mod paths;
mod return_to;
mod table;

pub use modules::{Draw, PageModule};
pub use page::{Page, Section};
pub use paths::{
    attempt, encoded, first_page, help, home, organizations, payment_method, receipt, review, set_base,
    settings, sign_in, subscription, upgrade,
};
pub use return_to::safe_return;
pub use table::Table;

use paths::base;
