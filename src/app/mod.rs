//! The app: starts it, and renders the page of the current URL.

mod frame;
mod lazy_modules;
mod lazy_page;
mod root;
mod router_view;

pub use frame::start_frame;
pub use root::{App, start};
