//! The built app, served from memory: what was there at the start, and nothing else, so no path leads elsewhere.

mod encoding;
mod files;
mod page;
mod serve;

pub use files::{AppFiles, DistError};
pub use serve::serve;
