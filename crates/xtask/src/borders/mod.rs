//! The import rules between the layers of the app and between crates, checked in the sources and manifests.

mod check;
mod manifest;
mod places;
mod source;

pub use check::check;
