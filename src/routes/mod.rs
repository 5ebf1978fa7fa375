//! Parses and builds the app's URLs.

mod paths;
mod return_to;
mod route;

pub use paths::{
    attempt, encoded, first_page, help, home, organizations, payment_method, receipt, review, set_base,
    settings, sign_in, subscription, upgrade,
};
pub use return_to::safe_return;
pub use route::{Page, Section};

use paths::base;
