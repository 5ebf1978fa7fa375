//! The OpenAPI 3.1 document of the contract.

mod document;
mod endpoints;
mod operation;
mod schemas;
pub(crate) mod types;

pub use document::document;
