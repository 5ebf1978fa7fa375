use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;

use super::json;
use crate::app::AppState;
use crate::error::Refusal;
use crate::metrics::render;
use crate::service::health;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    degraded: Vec<&'static str>,
}

async fn live() -> Result<Response, Refusal> {
    uncached(json(StatusCode::OK, &Health { status: "ok", degraded: Vec::new() })?)
}

/// Without the gateway everything but paying works, so only the database decides whether traffic is welcome.
async fn ready(State(state): State<AppState>) -> Result<Response, Refusal> {
    let degraded = health::degraded(&state).await;
    let (code, status) = match degraded.as_slice() {
        [] => (StatusCode::OK, "ok"),
        parts if parts.contains(&health::DATABASE) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        _ => (StatusCode::OK, "degraded"),
    };
    uncached(json(code, &Health { status, degraded })?)
}

async fn metrics(State(state): State<AppState>) -> Result<Response, Refusal> {
    let text = render(&state.metrics, &health::gauges(&state).await?);
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    uncached(([(CONTENT_TYPE, kind)], text).into_response())
}

fn uncached(mut response: Response) -> Result<Response, Refusal> {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
