use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use contract::{Charged, ProblemCode};

use crate::error::{PendingProblem, Refusal};

/// Whether a path is a payment route. On these, an earlier request with the same key may have charged the card.
pub(super) fn is_about_payments(path: &str) -> bool {
    path.split('/').any(|segment| segment == "upgrades")
}

/// Serializes the problem of a response, and replaces axum's own 405 responses with a problem.
pub(super) fn finish(response: Response, api: bool, payments: bool, request_id: &str) -> Response {
    let response = if api && response.extensions().get::<PendingProblem>().is_none() {
        match code_for_status(response.status()) {
            Some(code) => {
                let mut problem = Refusal::new(code).into_response();
                if let Some(allow) = response.headers().get("allow") {
                    problem.headers_mut().insert("allow", allow.clone());
                }
                problem
            }
            None => response,
        }
    } else {
        response
    };
    write(response, payments, request_id)
}

const fn code_for_status(status: StatusCode) -> Option<ProblemCode> {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => Some(ProblemCode::MethodNotAllowed),
        _ => None,
    }
}

fn write(mut response: Response, payments: bool, request_id: &str) -> Response {
    let Some(pending) = response.extensions_mut().remove::<PendingProblem>() else {
        return response;
    };
    let PendingProblem { mut problem, charged_is_known, .. } = pending;
    if payments && !charged_is_known {
        problem.charged = Charged::Unknown;
    }
    request_id.clone_into(&mut problem.request_id);
    // A problem is plain text and numbers, so writing it does not fail.
    let text = serde_json::to_string(&problem).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.remove(CONTENT_LENGTH);
    if problem.status != StatusCode::METHOD_NOT_ALLOWED.as_u16() {
        // axum's router adds `Allow` to every response for a method that the route lacks, including those of layers.
        headers.remove(ALLOW);
    }
    *response.body_mut() = Body::from(text);
    response
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;
    use serde_json::Value;

    use super::*;

    async fn charged(refusal: Refusal, path: &str) -> String {
        let response = finish(refusal.into_response(), true, is_about_payments(path), "r-1");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice::<Value>(&body).unwrap()["charged"].as_str().unwrap().to_owned()
    }

    #[tokio::test]
    async fn codes_on_payment_routes_report_charged_unknown_unless_proven() {
        let path = "/api/v1/organizations/101/testcloud/upgrades/att_1/confirmation";
        for code in ProblemCode::all() {
            assert_eq!(charged(Refusal::new(code), path).await, "unknown", "{code}");
            let not_charged = Refusal::new(code).charged(Charged::No);
            assert_eq!(charged(not_charged, path).await, "no", "{code}");
        }
    }

    #[tokio::test]
    async fn codes_that_may_follow_a_charge_report_unknown_on_other_routes() {
        let may_follow = [
            "idempotency_conflict",
            "attempt_running",
            "attempt_open",
            "attempt_unknown",
            "attempt_not_cancelable",
            "quote_already_paid",
            "payment_declined",
            "gateway_unavailable",
            "service_unavailable",
            "internal_error",
            "unrecognized",
        ];
        for code in ProblemCode::all() {
            let expected = if may_follow.contains(&code.as_str()) { "unknown" } else { "no" };
            let path = "/api/v1/organizations/101/testcloud/cancellation";
            assert_eq!(charged(Refusal::new(code), path).await, expected, "{code}");
        }
    }
}
