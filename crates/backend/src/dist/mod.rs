//! Serves the built app from memory. Files are read at startup only, so that no path can reach other files.

pub mod encoding;
mod files;
mod frame;
mod page;

pub use files::{AppFile, AppFiles, DistError};
pub use frame::{FrameContent, FrameDocument, escaped};
pub use page::ancestors;
