use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use http_server::SharedBody;

use crate::app::AppState;
use crate::etag;

/// The OpenAPI document. All responses share one copy, because a response is in memory until its client has read it.
static OPENAPI: LazyLock<Bytes> = LazyLock::new(|| contract::openapi::document().into());
static OPENAPI_ETAG: LazyLock<String> = LazyLock::new(|| etag::of(&OPENAPI));

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/openapi.json", get(openapi))
}

async fn openapi(request: HeaderMap) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(etag) = HeaderValue::try_from(OPENAPI_ETAG.as_str()) {
        headers.insert(ETAG, etag);
    }
    if etag::is_unchanged(&request, &OPENAPI_ETAG) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    (headers, Extension(SharedBody), OPENAPI.clone()).into_response()
}
