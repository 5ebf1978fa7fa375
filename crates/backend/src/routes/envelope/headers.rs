use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName};

use crate::app::AppState;

/// Sets the headers of API responses: no caching unless the route allows it, and nothing is rendered as a page.
pub(super) fn set_api_headers(headers: &mut HeaderMap) {
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
}

/// Sets the headers of every response.
pub(super) fn set_common_headers(headers: &mut HeaderMap, state: &AppState) {
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("referrer-policy", HeaderValue::from_static("no-referrer"));
    // It cannot list origins, so a page for frames has only its policy.
    if !may_be_framed(headers) {
        headers.insert("x-frame-options", HeaderValue::from_static("DENY"));
    }
    // Below a base path, the host and its subdomains are not this service's.
    if state.config.secure_origin.is_some() && state.config.base_path.is_empty() {
        headers.insert(
            "strict-transport-security",
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
}

fn may_be_framed(headers: &HeaderMap) -> bool {
    let policy = headers.get(CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    policy.is_some_and(|policy| policy.contains("frame-ancestors http"))
}
