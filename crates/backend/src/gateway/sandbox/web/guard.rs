use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::Refused;
use super::desk::Desk;

/// Lets only the payment service in: a web page cannot know the secret.
pub async fn payment_service_only(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let known = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .is_some_and(|secret| desk.0.secret.matches(secret));
    if known {
        return next.run(request).await;
    }
    Refused::new(StatusCode::UNAUTHORIZED, "unauthorized", "This call needs the gateway's secret.")
        .into_response()
}

/// Lets a page change something only when it is one of the sandbox's own.
pub async fn own_pages_only(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_own = origin(request.headers()).is_some_and(|origin| desk.0.origins.is_own(origin));
    if is_read || is_own {
        return next.run(request).await;
    }
    refused_origin()
}

/// Keeps web pages out altogether: a browser names the page's origin, a test or a person at a terminal does not.
pub async fn no_web_page(request: Request, next: Next) -> Response {
    let headers = request.headers();
    if headers.contains_key(ORIGIN) || headers.contains_key("sec-fetch-site") {
        return refused_origin();
    }
    next.run(request).await
}

fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(ORIGIN)?.to_str().ok()
}

fn refused_origin() -> Response {
    Refused::new(StatusCode::FORBIDDEN, "origin_refused", "This page may not do that.").into_response()
}
