use axum::Router;
use axum::routing::{get, post};

use super::ask::{cancel, confirm, show, show_by_key};
use super::pay::pay;
use crate::app::AppState;

pub(in crate::routes) fn routes() -> Router<AppState> {
    const UPGRADES: &str = "/organizations/{org}/testcloud/upgrades";
    Router::new()
        .route(UPGRADES, post(pay))
        .route(&format!("{UPGRADES}/by-key"), get(show_by_key))
        .route(&format!("{UPGRADES}/{{upgrade}}"), get(show))
        .route(&format!("{UPGRADES}/{{upgrade}}/confirmation"), post(confirm))
        .route(&format!("{UPGRADES}/{{upgrade}}/cancellation"), post(cancel))
}
