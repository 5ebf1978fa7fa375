use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use contract::ProblemCode;

use crate::error::{PendingProblem, Refusal};

/// Writes a problem that is on its way out, and makes one of a bare refusal of the framework.
pub(super) fn finish(response: Response, api: bool, request_id: &str) -> Response {
    let response = if api && response.extensions().get::<PendingProblem>().is_none() {
        match bare(response.status()) {
            Some(code) => {
                let mut made = Refusal::new(code).into_response();
                if let Some(allow) = response.headers().get("allow") {
                    made.headers_mut().insert("allow", allow.clone());
                }
                made
            }
            None => response,
        }
    } else {
        response
    };
    write(response, request_id)
}

const fn bare(status: StatusCode) -> Option<ProblemCode> {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => Some(ProblemCode::MethodNotAllowed),
        _ => None,
    }
}

fn write(mut response: Response, request_id: &str) -> Response {
    let Some(PendingProblem(mut problem)) = response.extensions_mut().remove::<PendingProblem>() else {
        return response;
    };
    request_id.clone_into(&mut problem.request_id);
    // A problem is plain text and numbers, so writing it does not fail.
    let text = serde_json::to_string(&problem).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.remove(CONTENT_LENGTH);
    if problem.status != StatusCode::METHOD_NOT_ALLOWED.as_u16() {
        // The router adds it to whatever a layer answers on an address without the method.
        headers.remove(ALLOW);
    }
    *response.body_mut() = Body::from(text);
    response
}
