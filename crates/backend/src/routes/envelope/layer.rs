use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;
use uuid::Uuid;

use super::headers::{set_api_headers, set_common_headers};
use super::problem::{finish, is_about_payments};
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::{PendingProblem, Refusal};
use crate::metrics::method_label;

/// Middleware that assigns the request id, runs the request to completion even if the client disconnects, and logs and
/// counts the response.
///
/// The log contains the route pattern, not the path, because a path can contain codes, keys and ids.
pub async fn envelope(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let request_id = Uuid::new_v4().simple().to_string();
    let method = request.method().clone();
    // A client can send any text of any length as the method.
    let method_label = method_label(&method);
    let path = request.uri().path();
    let api = path == "/api" || path.starts_with("/api/");
    let payments = is_about_payments(path);
    let subject = subject_of(path);
    let route = request.extensions().get::<MatchedPath>().map_or("(file)", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", request_id, method = method_label, route);

    let task = tokio::spawn(next.run(request).instrument(span.clone()));
    let mut response = task.await.unwrap_or_else(|error| {
        let _guard = span.enter();
        Refusal::internal(&error).into_response()
    });

    if let Some(cause) =
        response.extensions().get::<PendingProblem>().and_then(|problem| problem.unreadable.as_deref())
    {
        let _guard = span.enter();
        state.alarms.raise(Alarm::UnreadableRow, &format!("{subject}: {cause}"), &cause);
    }
    response = finish(response, api, payments, &request_id);
    set_common_headers(response.headers_mut(), &state);
    if api {
        set_api_headers(response.headers_mut());
    }
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert("x-request-id", value);
    }
    let (status, elapsed) = (response.status().as_u16(), started.elapsed());
    state.metrics.request(&method, &route, status, elapsed);
    let _guard = span.enter();
    let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(status, millis, "request completed");
    response
}

/// The subject of an alarm about a row that a request could not read: its organization. A path can contain codes, keys
/// and ids, so the rest of it is left out.
fn subject_of(path: &str) -> String {
    let mut segments = path.split('/').skip_while(|segment| *segment != "organizations").skip(1);
    let organization = segments.next().and_then(|segment| segment.parse::<i64>().ok());
    organization.map_or_else(|| "a request".to_owned(), |organization| format!("organization {organization}"))
}
