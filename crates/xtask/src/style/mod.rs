//! The one stylesheet the browser gets.

mod join;

pub use join::write;
