use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use http_server::Overload;
use serde::Serialize;

use crate::processor::{CardFieldError, ProcessorError};

/// A refusal in wire format: a stable code, and a message that repeats nothing of the request.
#[derive(Debug)]
pub struct ErrorResponse {
    pub status: StatusCode,
    pub code: &'static str,
    pub message: &'static str,
    pub fields: Vec<CardFieldError>,
}

#[derive(Serialize)]
struct Body {
    code: &'static str,
    message: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<CardFieldError>,
}

impl ErrorResponse {
    pub const fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message, fields: Vec::new() }
    }
}

impl From<ProcessorError> for ErrorResponse {
    fn from(refusal: ProcessorError) -> Self {
        const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        let (status, code, message) = match refusal {
            ProcessorError::CardEntry(fields) => {
                return Self { fields, ..Self::new(WRONG, "card_entry_invalid", "The card cannot be used.") };
            }
            ProcessorError::IdempotencyConflict => {
                (WRONG, "idempotency_conflict", "This idempotency key was used for another request.")
            }
            ProcessorError::IntentUnknown => (StatusCode::NOT_FOUND, "intent_unknown", "No such intent."),
            ProcessorError::TokenUnknown => (StatusCode::NOT_FOUND, "token_unknown", "No such token."),
            ProcessorError::CardUnknown => (WRONG, "card_unknown", "No such card."),
            ProcessorError::AmountInvalid => (WRONG, "amount_invalid", "The amount must be above 0."),
            ProcessorError::AmountAboveLimit => {
                (WRONG, "amount_above_limit", "The amount is above the limit.")
            }
            ProcessorError::CurrencyUnknown => (WRONG, "currency_unknown", "No such currency."),
            ProcessorError::AttemptInvalid => {
                (WRONG, "attempt_invalid", "The attempt must have 1 to 255 characters.")
            }
            ProcessorError::InstantInvalid => {
                (WRONG, "instant_invalid", "The instant must have the form YYYY-MM-DDTHH:MM:SSZ.")
            }
            ProcessorError::LogUnavailable => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "log_unavailable",
                "The sandbox cannot write its log. This call charged nothing.",
            ),
        };
        Self::new(status, code, message)
    }
}

impl IntoResponse for ErrorResponse {
    fn into_response(self) -> Response {
        let body = Body { code: self.code, message: self.message, fields: self.fields };
        (self.status, Json(body)).into_response()
    }
}

/// The response for an unknown path.
pub async fn not_found() -> ErrorResponse {
    ErrorResponse::new(StatusCode::NOT_FOUND, "not_found", "No such path.")
}

/// The response for a method that the path does not support.
pub async fn method_not_allowed() -> ErrorResponse {
    ErrorResponse::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "This path does not support this method.",
    )
}

/// The response to a request that the server refuses before routing.
pub fn overloaded(overload: Overload, _: &Uri) -> Response {
    let (status, message) = match overload {
        Overload::BodyTimeout => (StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time."),
        Overload::BodyIncomplete => (StatusCode::BAD_REQUEST, "The body is incomplete."),
        Overload::TooManyRequests
        | Overload::TooManyRequestsOfClient
        | Overload::TooManyUnreadOfClient
        | Overload::TooManyBodies
        | Overload::TooManyBodiesOfClient => {
            (StatusCode::SERVICE_UNAVAILABLE, "Too many requests. Try again.")
        }
    };
    let mut response = ErrorResponse::new(status, overload.reason(), message).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}
