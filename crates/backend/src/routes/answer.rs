use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::Refusal;

/// An answer in JSON.
///
/// # Errors
/// An internal error for a value that cannot be written.
pub fn json(status: StatusCode, value: &impl Serialize) -> Result<Response, Refusal> {
    let text = serde_json::to_string(value).map_err(|error| Refusal::internal(&error))?;
    Ok((status, [(CONTENT_TYPE, HeaderValue::from_static("application/json"))], text).into_response())
}
