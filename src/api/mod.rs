//! The billing API, with one typed method per endpoint.

mod bearer;
mod cancel;
mod catalog;
mod client;
mod error;
pub mod json;
mod payment;
mod problem_response;
mod transport;

pub use bearer::{BearerToken, RenewalReason, use_bearer};
pub use cancel::Cancel;
pub use catalog::catalog_table;
pub use client::ApiClient;
pub use error::ApiError;
pub use problem_response::ProblemResponse;
