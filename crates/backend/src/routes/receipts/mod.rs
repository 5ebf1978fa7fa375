//! Receipts: the list, and each receipt as JSON, as a JSON file, or as a CSV file.

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
