use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue,
    VARY,
};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use contract::ProblemCode;
use http_server::SharedBody;

use crate::app::AppState;
use crate::dist::encoding::accepted;
use crate::dist::{AppFile, AppFiles};
use crate::error::Refusal;
use crate::etag;

/// Serves a file of the app, or the page for a page's path.
pub async fn serve(State(state): State<AppState>, request: Request) -> Response {
    let Some(files) = &state.app_files else {
        return Refusal::new(ProblemCode::NotFound).into_response();
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = Refusal::new(ProblemCode::MethodNotAllowed).into_response();
        response.headers_mut().insert("allow", HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let path = request.uri().path().trim_start_matches('/');
    if let Some(file) = files.file(path) {
        let mut response = respond(file, request.headers(), None);
        if is_element(path) {
            // Pages of other origins load it as a module.
            let headers = response.headers_mut();
            headers.insert("access-control-allow-origin", HeaderValue::from_static("*"));
            headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
        }
        return response;
    }
    match files.page().filter(|_| is_page(path)) {
        Some(page) => respond(page, request.headers(), Some(files)),
        None => (StatusCode::NOT_FOUND, "File not found.\n").into_response(),
    }
}

/// Whether a path shows the page: its last segment has no dot. The response for a missing file must never be the page,
/// which a browser would parse as a broken script.
fn is_page(path: &str) -> bool {
    path == "index.html" || !path.rsplit('/').next().unwrap_or(path).contains('.')
}

/// Whether a file is the script of the element for portals.
fn is_element(path: &str) -> bool {
    path.starts_with("embed/") && path.ends_with(".js")
}

/// The response with a page that is made for one request.
pub(super) fn made_page(html: String, request: &HeaderMap) -> std::io::Result<Response> {
    let page = AppFile::for_one_request(html)?;
    let mut response = respond(&page, request, None);
    let headers = response.headers_mut();
    headers.remove(ETAG);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Sets the headers of a page of the app.
pub(super) fn set_page_headers(headers: &mut HeaderMap, files: &AppFiles, policy: HeaderValue) {
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert("reporting-endpoints", files.reporting_endpoints.clone());
    headers.insert("permissions-policy", files.permissions.clone());
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin-allow-popups"));
}

fn respond(file: &AppFile, request: &HeaderMap, page: Option<&AppFiles>) -> Response {
    let (encoding, bytes) = file.variant(&accepted(request));
    // Each variant of a file has different bytes, and therefore its own ETag.
    let etag = match encoding.name() {
        Some(name) => format!("{}-{name}\"", file.etag.trim_end_matches('"')),
        None => file.etag.clone(),
    };
    let mut headers = HeaderMap::new();
    let is_unchanged = etag::is_unchanged(request, &etag);
    if let Ok(etag) = HeaderValue::try_from(etag) {
        headers.insert(ETAG, etag);
    }
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    let caching = if file.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if let Some(files) = page {
        set_page_headers(&mut headers, files, files.policy.clone());
    }
    if is_unchanged {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.content_type));
    if let Some(name) = encoding.name() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    (StatusCode::OK, headers, Extension(SharedBody), Body::from(bytes)).into_response()
}

#[cfg(test)]
mod tests {
    use super::is_page;

    #[test]
    fn page_path_has_no_dot_in_its_last_segment() {
        assert!(is_page("") && is_page("sign-in") && is_page("organizations/101/settings"));
        assert!(
            !is_page("old-0123456789abcdef.js") && !is_page("organizations/101/x.wasm") && !is_page(".env")
        );
    }
}
