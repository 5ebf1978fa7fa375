use axum::extract::{Request, State};
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::shared_state::SharedState;

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

fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(ORIGIN)?.to_str().ok()
}

fn refused_origin() -> Response {
    (StatusCode::FORBIDDEN, "Requests from this origin are not allowed.\n").into_response()
}
