//! Receipts: the list, and each receipt as JSON, as a JSON file, or as a CSV file.

mod csv;
mod list;
mod one;

use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(one::Files::openapi()).routes(routes!(list::list)).routes(routes!(one::one))
}
