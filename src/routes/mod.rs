//! The URLs of the app. Every path includes the app's base, and can be used in a link or with `use_go`.

mod base;
mod percent;
mod return_to;
mod route;

pub use base::{root, set_base};
pub use percent::percent_encode;
pub use return_to::safe_return;
pub use route::{Route, Section, first_page, sign_in};
