use axum::Router;
use axum::http::Uri;
use axum::middleware::from_fn_with_state;
use contract::ProblemCode;
use http_server::admit;

use super::{
    access_requests, app_files, cancellation, csp_reports, documents, envelope, gateway_events, operations,
    payment_method, promotion_checks, quotes, receipts, session, subscription, upgrades, users,
};
use crate::app::AppState;
use crate::error::Refusal;
use crate::routes::caller::{own_origin_only, trusted_proxies_only};

/// The routes of the public listener, with their layers.
pub fn router(state: AppState) -> Router {
    let browser_api = Router::new()
        .merge(session::routes())
        .merge(users::routes())
        .merge(subscription::routes())
        .merge(promotion_checks::routes())
        .merge(quotes::routes())
        .merge(upgrades::routes())
        .merge(receipts::routes())
        .merge(payment_method::routes())
        .merge(cancellation::routes())
        .merge(access_requests::routes())
        .merge(documents::routes())
        .layer(from_fn_with_state(state.clone(), own_origin_only));
    let api = Router::new()
        .merge(browser_api)
        .merge(gateway_events::routes())
        .merge(csp_reports::routes())
        .fallback(not_found);
    let mut router = Router::new().nest("/api/v1", api).merge(operations::public_routes());
    router = if state.app_files.is_some() {
        router.fallback(app_files::serve)
    } else {
        router.fallback(not_found)
    };
    router
        .route("/api", axum::routing::any(not_found))
        .route("/api/", axum::routing::any(not_found))
        .route("/api/{*rest}", axum::routing::any(not_found))
        .layer(from_fn_with_state(state.admission.clone(), admit))
        .layer(from_fn_with_state(state.clone(), trusted_proxies_only))
        .layer(from_fn_with_state(state.clone(), envelope::envelope))
        .with_state(state)
}

async fn not_found(_: Uri) -> Refusal {
    Refusal::new(ProblemCode::NotFound)
}
