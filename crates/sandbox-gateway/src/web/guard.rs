use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{AUTHORIZATION, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error_response::ErrorResponse;
use super::shared_state::SharedState;

/// Allows only the payment service, by its secret, which a web page does not have.
pub async fn payment_service_only(
    State(state): State<SharedState>,
    request: Request,
    next: Next,
) -> Response {
    if has_secret(&state, request.headers()) {
        return next.run(request).await;
    }
    ErrorResponse::new(StatusCode::UNAUTHORIZED, "unauthorized", "This call requires the gateway's secret.")
        .into_response()
}

/// Allows requests that change something only from the sandbox's own pages.
pub async fn own_pages_only(State(state): State<SharedState>, request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_own = origin(request.headers()).is_some_and(|origin| state.0.origins.is_own(origin));
    if is_read || is_own {
        return next.run(request).await;
    }
    refused_origin()
}

/// Refuses all requests from web pages. Browsers send `Origin` or `Sec-Fetch-Site`, command-line clients do not.
pub async fn no_web_page(request: Request, next: Next) -> Response {
    let headers = request.headers();
    if headers.contains_key(ORIGIN) || headers.contains_key("sec-fetch-site") {
        return refused_origin();
    }
    next.run(request).await
}

/// Allows setting the clock with the secret, or from this machine if there is no proxy in front of the sandbox.
pub async fn operators_only(State(state): State<SharedState>, request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    // Behind a proxy on this machine, every caller has a loopback address.
    let is_local = !state.0.origins.has_public() && peer.is_some_and(|peer| peer.0.ip().is_loopback());
    if is_read || is_local || has_secret(&state, request.headers()) {
        return next.run(request).await;
    }
    ErrorResponse::new(
        StatusCode::UNAUTHORIZED,
        "unauthorized",
        "Setting the clock requires the gateway's secret.",
    )
    .into_response()
}

fn has_secret(state: &SharedState, headers: &HeaderMap) -> bool {
    headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .is_some_and(|secret| state.0.secret.matches(secret))
}

fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(ORIGIN)?.to_str().ok()
}

fn refused_origin() -> Response {
    ErrorResponse::new(StatusCode::FORBIDDEN, "origin_refused", "Requests from this origin are not allowed.")
        .into_response()
}
