use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};

use crate::request::ApiError;
use crate::version::API_VERSION;

const LONGEST_KEY: usize = 255;

/// Checks the `Stripe-Version` of a request. The sandbox has one version, which is the default.
pub fn check_version(headers: &HeaderMap) -> Result<(), ApiError> {
    match headers.get("stripe-version").map(|version| version.to_str()) {
        None | Some(Ok(API_VERSION)) => Ok(()),
        _ => Err(ApiError::invalid(format!("The sandbox supports the Stripe-Version {API_VERSION} only."))),
    }
}

/// The `Idempotency-Key` of a request.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let mut keys = headers.get_all("idempotency-key").iter();
    let Some(key) = keys.next() else { return Ok(None) };
    let key = key.to_str().ok().filter(|key| (1..=LONGEST_KEY).contains(&key.len()));
    match (key, keys.next()) {
        (Some(key), None) => Ok(Some(key.to_owned())),
        _ => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "idempotency_error",
            "Send one Idempotency-Key of 1 to 255 ASCII characters.",
        )),
    }
}

/// Checks that a body is a form.
pub fn check_form(headers: &HeaderMap) -> Result<(), ApiError> {
    let Some(kind) = headers.get(CONTENT_TYPE) else { return Ok(()) };
    let kind = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Ok(());
    }
    Err(ApiError::invalid("Send the parameters as application/x-www-form-urlencoded."))
}
