//! The history, and each receipt as JSON for the page, as a file, and as CSV.

mod csv;
mod list;
mod one;

use axum::Router;
use axum::routing::get;

use crate::app::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/organizations/{org}/testcloud/receipts", get(list::list))
        .route("/organizations/{org}/testcloud/receipts/{number}", get(one::one))
}
