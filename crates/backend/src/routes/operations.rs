use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Json, Router};
use contract::{Health, HealthStatus, ProblemCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::error::Refusal;
use crate::metrics::CONTENT_TYPE as METRICS_CONTENT_TYPE;
use crate::service::health::{self, Readiness};

/// The operations endpoints of the public listener.
pub(super) fn public_endpoints() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(live))
}

/// The routes of the admin listener return 404 on the public listener. Otherwise the app would serve its page with 200,
/// and a health check would report "ready".
pub(super) fn hidden_routes() -> Router<AppState> {
    Router::new()
        .route("/health", any(not_found))
        .route("/health/{*rest}", any(not_found))
        .route("/metrics", any(not_found))
}

/// The routes of the admin listener.
pub fn admin_router(state: AppState) -> Router {
    Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(state)
}

async fn not_found() -> Refusal {
    Refusal::new(ProblemCode::NotFound)
}

/// Liveness check.
#[utoipa::path(
    get,
    path = "/health/live",
    operation_id = "live",
    security(),
    responses((status = 200, description = "The process is running.", body = Health)),
)]
async fn live() -> Response {
    uncached((StatusCode::OK, Json(Health { status: HealthStatus::Ok, degraded: Vec::new() })))
}

/// Returns 503 if the database is unavailable, or a background task has ended for good: without the gateway, everything
/// except payment works, and a task that panicked starts again.
async fn ready(State(state): State<AppState>) -> Response {
    let Readiness { degraded, is_unavailable } = health::readiness(&state).await;
    let (code, status) = match degraded.as_slice() {
        [] => (StatusCode::OK, HealthStatus::Ok),
        _ if is_unavailable => (StatusCode::SERVICE_UNAVAILABLE, HealthStatus::Unavailable),
        _ => (StatusCode::OK, HealthStatus::Degraded),
    };
    let degraded = degraded.into_iter().map(str::to_owned).collect();
    uncached((code, Json(Health { status, degraded })))
}

async fn metrics(State(state): State<AppState>) -> Response {
    health::update_gauges(&state).await;
    uncached(([(CONTENT_TYPE, METRICS_CONTENT_TYPE)], state.metrics.encode()))
}

fn uncached(response: impl IntoResponse) -> Response {
    ([(CACHE_CONTROL, "no-store")], response).into_response()
}
