use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use contract::{Charged, ProblemCode};
use http_server::Proxies;
use http_server::{Admission, Limits, Overload};

use crate::error::Refusal;
use crate::metrics::Metrics;

/// The `Retry-After` of a request refused because of overload, in seconds.
const RETRY_AFTER: u64 = 1;

/// Creates the limits on requests of the public listener.
pub fn admission(limits: &Limits, proxies: &Proxies, metrics: &Metrics) -> Admission {
    Admission::new(limits, proxies.clone(), metrics.requests_refused.clone(), respond)
}

fn respond(overload: Overload, uri: &Uri) -> Response {
    let refusal = match overload {
        Overload::BodyTimeout => Refusal::new(ProblemCode::RequestTimeout),
        Overload::BodyIncomplete => {
            Refusal::new(ProblemCode::BodyUnreadable).detail("The request body is incomplete.")
        }
        Overload::TooManyRequests
        | Overload::TooManyRequestsOfClient
        | Overload::TooManyUnreadOfClient
        | Overload::TooManyBodies
        | Overload::TooManyBodiesOfClient => {
            Refusal::new(ProblemCode::ServiceUnavailable).retry_after(RETRY_AFTER)
        }
    };
    // An earlier request with the same key may have charged the card.
    let is_payment = uri.path().contains("/upgrades");
    if is_payment { refusal.charged(Charged::Unknown) } else { refusal }.into_response()
}
