//! The one stylesheet the browser gets.

mod join;
mod minify;

pub use join::write;
