//! The HTTP API: routes, callers, request bodies and responses.

mod access_requests;
mod app_files;
pub mod caller;
mod cancellation;
mod csp_reports;
mod documents;
mod embed_codes;
mod embed_sessions;
mod envelope;
mod frames;
mod gateway_events;
mod notice_page;
mod openapi;
mod operations;
mod promotion_checks;
mod quotes;
mod receipts;
mod renewals;
mod response;
mod router;
mod session;
mod setup_sessions;
mod strict_json;
mod subscription;
mod upgrades;
mod users;

pub use operations::admin_router;
pub use response::json;
pub use router::{document, router};
