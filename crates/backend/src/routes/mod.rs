//! The HTTP API: routes, callers, request bodies and responses.

mod access_requests;
mod answer;
mod app_files;
pub mod caller;
mod cancellation;
mod csp_reports;
mod documents;
mod envelope;
mod gateway_events;
mod operations;
mod payment_method;
mod promotion_checks;
mod quotes;
mod receipts;
mod router;
mod session;
mod strict_json;
mod subscription;
mod upgrades;
mod users;

pub use answer::json;
pub use operations::admin_router;
pub use router::router;
