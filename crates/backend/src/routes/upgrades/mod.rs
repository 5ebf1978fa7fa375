//! Upgrades: paying a sealed quote, and reading, confirming or canceling the payment attempt.

mod attempt;
mod headers;
mod pay;
mod response;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(pay::pay))
        .routes(routes!(attempt::show_by_key))
        .routes(routes!(attempt::show))
        .routes(routes!(attempt::confirm))
        .routes(routes!(attempt::cancel))
}
