use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;
use uuid::Uuid;

use super::headers::{of_all, of_api};
use super::problem::{finish, is_about_payments};
use crate::app::AppState;
use crate::error::Refusal;
use crate::metrics::method_label;

/// Names the request, runs it to its end even when the caller hangs up, and logs and counts what became of it.
///
/// The log has the route's pattern, never the address: codes, keys and ids may be in an address.
pub async fn envelope(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let request_id = Uuid::new_v4().simple().to_string();
    let method = request.method().clone();
    // A client can send any text as a method, however long.
    let method_label = method_label(&method);
    let path = request.uri().path();
    let api = path == "/api" || path.starts_with("/api/");
    let payments = is_about_payments(path);
    let route = request.extensions().get::<MatchedPath>().map_or("(file)", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", request_id, method = method_label, route);

    let running = tokio::spawn(next.run(request).instrument(span.clone()));
    let mut response = running.await.unwrap_or_else(|error| {
        let _inside = span.enter();
        Refusal::internal(&error).into_response()
    });

    response = finish(response, api, payments, &request_id);
    of_all(response.headers_mut(), &state);
    if api {
        of_api(response.headers_mut());
    }
    if let Ok(name) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert("x-request-id", name);
    }
    let (status, took) = (response.status().as_u16(), began.elapsed());
    state.metrics.request(&method, &route, status, took);
    let _inside = span.enter();
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(status, millis, "answered");
    response
}
