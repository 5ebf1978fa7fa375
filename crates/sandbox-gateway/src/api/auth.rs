use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::api_key::ApiKey;
use crate::request::ApiError;

/// Checks the API key of a request: a bearer token, or the user name of Basic authentication.
///
/// # Errors
/// 401 when the key is absent or wrong.
pub fn check(headers: &HeaderMap, key: &ApiKey) -> Result<(), ApiError> {
    let unauthorized =
        |message: &str| ApiError::new(StatusCode::UNAUTHORIZED, "invalid_request_error", message);
    let Some(sent) = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(sent_key)
    else {
        return Err(unauthorized("You did not provide an API key. Send it in the Authorization header."));
    };
    if key.matches(&sent) {
        return Ok(());
    }
    if sent.starts_with("sk_live_") || sent.starts_with("rk_live_") {
        return Err(unauthorized("A live key was sent to the sandbox. Use the key of the sandbox.")
            .code("livemode_mismatch"));
    }
    Err(unauthorized("Invalid API Key provided."))
}

fn sent_key(authorization: &str) -> Option<String> {
    let (scheme, value) = authorization.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(value.trim().to_owned()).filter(|key| !key.is_empty());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    let (user, _) = decoded.split_once(':').unwrap_or((&decoded, ""));
    Some(user.to_owned()).filter(|key| !key.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_is_a_bearer_token_or_a_basic_user() {
        assert_eq!(sent_key("Bearer sk_test_1").as_deref(), Some("sk_test_1"));
        assert_eq!(sent_key("Basic c2tfdGVzdF8xOg==").as_deref(), Some("sk_test_1"));
        for absent in ["sk_test_1", "Bearer ", "Basic ???", "Digest x", "Basic Og=="] {
            assert_eq!(sent_key(absent), None, "{absent}");
        }
    }
}
