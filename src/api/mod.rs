//! The billing API, with one typed method per endpoint.

mod bearer;
mod cancel;
mod catalog;
mod client;
mod error;
mod gateway_pages;
pub mod json;
mod payment;
mod problem_response;
mod transport;

pub use bearer::{BearerToken, RenewalReason, use_bearer};
pub use cancel::Cancel;
pub use catalog::catalog_table;
pub use client::ApiClient;
pub use error::ApiError;
pub use gateway_pages::{GatewayPage, PendingPage};
pub use problem_response::ProblemResponse;
