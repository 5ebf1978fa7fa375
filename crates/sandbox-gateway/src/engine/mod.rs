mod draft;
mod store;
mod writer;

pub use draft::{Draft, Origin, Output};
pub use store::Store;
pub use writer::Engine;
