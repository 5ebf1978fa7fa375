use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use http_server::{Admission, Counters, Limits, Overload, admit};

use crate::api::handle;
use crate::pages;
use crate::shared_state::SharedState;

/// The largest accepted body, in bytes.
const MAX_BODY_BYTES: usize = 32 * 1024;

/// The router of the API and the hosted pages.
///
/// The API has its own limits for requests and bodies, so that browsers cannot use them up.
pub fn router(state: SharedState) -> Router {
    let admission = |limits: Limits| {
        Admission::new(&limits, state.0.proxies.clone(), Counters::unregistered("reason"), overloaded)
    };
    let api = Router::new()
        .route("/v1", any(handle))
        .route("/v1/", any(handle))
        .route("/v1/{*path}", any(handle))
        // The merchant has one address.
        .route_layer(from_fn_with_state(admission(Limits::default().for_one_client()), admit));
    let pages = Router::new()
        .route("/checkout/{session}", get(pages::show_checkout).post(pages::submit))
        .route("/bank/{intent}", get(pages::show_bank).post(pages::decide))
        .route("/assets/sandbox.css", get(pages::stylesheet))
        .route_layer(from_fn_with_state(admission(Limits::default()), admit))
        .route_layer(from_fn_with_state(state.clone(), pages::own_pages_only));
    api.merge(pages)
        .fallback(pages::not_found)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(map_response(pages::add_headers))
        .with_state(state)
}

/// The response to a request that the server refuses before routing.
fn overloaded(overload: Overload, _: &Uri) -> Response {
    let (status, message) = match overload {
        Overload::BodyTimeout => (StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time.\n"),
        Overload::BodyIncomplete => (StatusCode::BAD_REQUEST, "The body is incomplete.\n"),
        Overload::TooManyRequests
        | Overload::TooManyRequestsOfClient
        | Overload::TooManyUnreadOfClient
        | Overload::TooManyBodies
        | Overload::TooManyBodiesOfClient => {
            (StatusCode::SERVICE_UNAVAILABLE, "Too many requests. Try again.\n")
        }
    };
    let mut response = (status, message).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}
