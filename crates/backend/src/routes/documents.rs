use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use http_server::SharedBody;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::etag;

/// The OpenAPI document. All responses share one copy, because a response is in memory until its client has read it.
pub(super) struct Document {
    text: Bytes,
    etag: String,
}

impl Document {
    pub fn new(text: String) -> Self {
        let text = Bytes::from(text);
        Self { etag: etag::of(&text), text }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(openapi))
}

/// Returns this document.
#[utoipa::path(
    get,
    path = "/openapi.json",
    operation_id = "openapi",
    security(),
    responses(
        (status = 200, description = "The OpenAPI 3.1 document, with an `ETag`.", body = Object),
        (status = 304, description = "The document matches `If-None-Match`."),
    ),
)]
async fn openapi(Extension(document): Extension<Arc<Document>>, request: HeaderMap) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(etag) = HeaderValue::try_from(document.etag.as_str()) {
        headers.insert(ETAG, etag);
    }
    if etag::is_unchanged(&request, &document.etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    (headers, Extension(SharedBody), document.text.clone()).into_response()
}
