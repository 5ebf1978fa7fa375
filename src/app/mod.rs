//! The app: starts it, and renders the page of the current URL.

mod lazy_modules;
mod lazy_page;
mod root;
mod router_view;

pub use root::{App, start};
