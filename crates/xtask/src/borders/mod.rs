//! Who may use whom: the borders between the app's layers and the crates, read from the sources.

mod check;
mod manifest;
mod places;
mod source;

pub use check::check;
