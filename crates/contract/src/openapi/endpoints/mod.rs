//! The table of all endpoints.

mod keeping;
mod service;
mod upgrading;

pub(super) use keeping::KEEPING;
pub(super) use service::SERVICE;
pub(super) use upgrading::UPGRADING;
