use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde_json::Value;

use super::auth;
use super::execution::{Execution, run};
use super::headers::{check_form, check_version, idempotency_key};
use super::respond::{Answer, Sending, respond};
use crate::engine::Draft;
use crate::faults::{Fault, FaultKind};
use crate::request::ApiError;
use crate::request::Call;
use crate::request::{InvalidName, parse};
use crate::shared_state::SharedState;

/// Handles a request to the API.
pub async fn handle(State(state): State<SharedState>, request: Request) -> Response {
    let request_id = Draft::new_id("req");
    let key = request.headers().get("idempotency-key").cloned();
    let answer = answer(&state, &request_id, request).await.unwrap_or_else(Answer::from);
    respond(answer, &request_id, key.as_ref())
}

async fn answer(state: &SharedState, request_id: &str, request: Request) -> Result<Answer, ApiError> {
    let (parts, body) = request.into_parts();
    auth::check(&parts.headers, &state.0.key)?;
    check_version(&parts.headers)?;
    let call = Call::parse(&parts.method, parts.uri.path()).ok_or_else(|| unknown_url(&parts))?;
    let fault = state.0.faults.take(call.name());
    if let Some(fault) = &fault {
        if let Some(answer) = refuse(fault) {
            return answer;
        }
        if fault.kind == FaultKind::Delay {
            let delay = fault.milliseconds.map_or(state.0.late_response, Duration::from_millis);
            state.delay(delay).await;
        }
    }
    let is_post = parts.method == Method::POST;
    let encoded = if is_post {
        check_form(&parts.headers)?;
        let request = Request::from_parts(parts.clone(), body);
        Bytes::from_request(request, state).await.map_err(|_| {
            ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "invalid_request_error", "The body cannot be read.")
        })?
    } else {
        Bytes::from(parts.uri.query().unwrap_or_default().to_owned())
    };
    let parameters = parse(&encoded)
        .map_err(|InvalidName(name)| ApiError::invalid(format!("Invalid parameter name: {name}")))?;
    // Only POST requests have keys.
    let key = if is_post { idempotency_key(&parts.headers)? } else { None };
    let in_use = key.as_ref().map(|key| state.0.in_flight.claim(key));
    if let Some(None) = in_use {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "idempotency_error",
            "Another request with this idempotency key is in progress.",
        )
        .code("idempotency_key_in_use"));
    }
    let execution = Execution {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        call,
        parameters,
        key,
        request_id: request_id.to_owned(),
        fault: fault.clone(),
    };
    let (mut answer, is_late) = run(state, execution).await?;
    if is_late && !state.delay(state.0.late_response).await {
        // The answer must not come in time because the sandbox stops.
        answer.sending = Sending::Nothing;
    }
    drop(in_use);
    if let Some(fault) = fault {
        change(&mut answer, fault.kind);
    }
    Ok(answer)
}

fn unknown_url(parts: &Parts) -> ApiError {
    let path: String = parts.uri.path().chars().take(200).collect();
    ApiError::new(
        StatusCode::NOT_FOUND,
        "invalid_request_error",
        format!("Unrecognized request URL ({}: {path}).", parts.method),
    )
}

/// The answer of a fault that acts before the request is read.
fn refuse(fault: &Fault) -> Option<Result<Answer, ApiError>> {
    let refused = |status, kind, message| ApiError::new(status, kind, message);
    match fault.kind {
        FaultKind::RateLimit => {
            let error = refused(StatusCode::TOO_MANY_REQUESTS, "invalid_request_error", "Too many requests.")
                .code("rate_limit");
            Some(Ok(Answer { retry_after: fault.retry_after, ..Answer::from(error) }))
        }
        FaultKind::Forbidden => Some(Err(refused(
            StatusCode::FORBIDDEN,
            "invalid_request_error",
            "The restricted key does not have the permissions for this call.",
        )
        .code("more_permissions_required"))),
        FaultKind::Unauthorized => {
            Some(Err(refused(StatusCode::UNAUTHORIZED, "invalid_request_error", "Expired API Key provided.")
                .code("api_key_expired")))
        }
        FaultKind::DropBefore => {
            Some(Ok(Answer { sending: Sending::Nothing, ..Answer::new(StatusCode::OK, String::new()) }))
        }
        _ => None,
    }
}

/// Changes the answer of an executed call.
fn change(answer: &mut Answer, kind: FaultKind) {
    match kind {
        FaultKind::DropAfter => answer.sending = Sending::Nothing,
        FaultKind::Truncate => answer.sending = Sending::Half,
        FaultKind::Garbage => "<html><body>Bad gateway</body></html>".clone_into(&mut answer.body),
        FaultKind::WrongAmount => {
            if let Ok(mut body) = serde_json::from_str::<Value>(&answer.body) {
                raise_amounts(&mut body);
                answer.body = format!("{body}");
            }
        }
        _ => {}
    }
}

fn raise_amounts(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_i64() {
                    Some(amount) if name == "amount" || name == "amount_received" && amount > 0 => {
                        *field = amount.saturating_add(1).into();
                    }
                    _ => raise_amounts(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(raise_amounts),
        _ => {}
    }
}
