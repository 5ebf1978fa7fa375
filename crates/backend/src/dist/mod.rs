//! Serves the built app from memory. Files are read at startup only, so that no path can reach other files.

mod encoding;
mod files;
mod page;
mod serve;

pub use files::{AppFiles, DistError};
pub use serve::serve;
