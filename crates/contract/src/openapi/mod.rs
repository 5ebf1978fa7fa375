//! The OpenAPI 3.1 document of the contract.

mod document;
mod operation;
mod operations;
mod schemas;

pub use document::document;
