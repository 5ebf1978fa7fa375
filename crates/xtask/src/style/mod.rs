//! Builds the stylesheet of the app.

mod join;

pub use join::write;
