use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::error_response::ErrorResponse;

const LONGEST_KEY: usize = 255;

/// A JSON body. Refusals never repeat what was sent, because it may be a card number.
pub struct JsonBody<T>(pub T);

/// The intent id in the path.
pub struct IntentId(pub String);

/// The `Idempotency-Key` header.
pub struct IdempotencyKey(pub String);

/// The query parameters.
pub struct QueryOf<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ErrorResponse;

    async fn from_request(request: Request, state: &S) -> Result<Self, ErrorResponse> {
        if !is_json(&request) {
            return Err(ErrorResponse::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "content_type_invalid",
                "The body must be application/json.",
            ));
        }
        let body =
            Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => ErrorResponse::new(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "body_too_large",
                    "The body is too large.",
                ),
                _ => {
                    ErrorResponse::new(StatusCode::BAD_REQUEST, "body_unreadable", "The body is incomplete.")
                }
            })?;
        serde_json::from_slice(&body).map(Self).map_err(|error| match error.classify() {
            Category::Data => ErrorResponse::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "body_invalid",
                "A field is invalid, missing or unknown.",
            ),
            _ => ErrorResponse::new(StatusCode::BAD_REQUEST, "json_invalid", "The body is not valid JSON."),
        })
    }
}

fn is_json(request: &Request) -> bool {
    request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

impl<S: Send + Sync> FromRequestParts<S> for IntentId {
    type Rejection = ErrorResponse;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ErrorResponse> {
        Path::from_request_parts(parts, state).await.map(|Path(id)| Self(id)).map_err(|_| {
            ErrorResponse::new(StatusCode::BAD_REQUEST, "path_invalid", "The path cannot be parsed.")
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ErrorResponse;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ErrorResponse> {
        let mut keys = parts.headers.get_all("idempotency-key").iter();
        let Some(key) = keys.next() else {
            return Err(ErrorResponse::new(
                StatusCode::BAD_REQUEST,
                "idempotency_key_missing",
                "This call requires an Idempotency-Key header.",
            ));
        };
        let is_valid = |key: &&str| {
            (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
        };
        match (key.to_str().ok().filter(is_valid), keys.next()) {
            (Some(key), None) => Ok(Self(key.to_owned())),
            _ => Err(ErrorResponse::new(
                StatusCode::BAD_REQUEST,
                "idempotency_key_invalid",
                "Send one Idempotency-Key of 1 to 255 visible ASCII characters.",
            )),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for QueryOf<T> {
    type Rejection = ErrorResponse;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ErrorResponse> {
        Query::from_request_parts(parts, state).await.map(|Query(query)| Self(query)).map_err(|_| {
            ErrorResponse::new(StatusCode::BAD_REQUEST, "query_invalid", "The query cannot be parsed.")
        })
    }
}
