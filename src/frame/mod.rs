//! The app in a portal's frame: the protocol `tcu/1` with the portal's page, the sign-in with a one-time code, and the
//! layout without the shell.
//!
//! Only the binary for frames contains this code.

mod driver;
mod host;
mod pages;
mod start;
mod token;
mod view;

pub use start::start;
