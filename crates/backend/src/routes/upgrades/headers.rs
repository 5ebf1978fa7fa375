use axum::http::HeaderMap;
use axum::http::header::IF_MATCH;
use contract::ProblemCode;
use utoipa::IntoParams;

use crate::error::Refusal;

const MAX_KEY_LENGTH: usize = 255;

/// The header with the idempotency key.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its documentation is used")]
pub struct IdempotencyKey {
    /// 1 to 255 visible ASCII characters. Use one key for each sealed quote.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 255, pattern = "^[!-~]+$")]
    key: String,
}

/// The header with the version of the quote.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its documentation is used")]
pub struct IfMatch {
    /// The `version` of the quote, as an ETag.
    #[param(rename = "If-Match", min_length = 1, max_length = 21, pattern = "^\"[0-9]+\"$")]
    version: String,
}

/// Reads the idempotency key: a single header of 1 to 255 visible ASCII characters.
///
/// # Errors
/// 400 if the key is missing or invalid.
pub fn idempotency_key(headers: &HeaderMap) -> Result<String, Refusal> {
    let mut keys = headers.get_all("idempotency-key").iter();
    let Some(key) = keys.next() else { return Err(Refusal::new(ProblemCode::IdempotencyKeyMissing)) };
    let is_valid =
        |key: &&str| (1..=MAX_KEY_LENGTH).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    match (key.to_str().ok().filter(is_valid), keys.next()) {
        (Some(key), None) => Ok(key.to_owned()),
        _ => Err(Refusal::new(ProblemCode::IdempotencyKeyInvalid)),
    }
}

/// Reads the version in `If-Match`: one strong entity tag, as returned in `ETag`.
///
/// # Errors
/// 428 if the header is missing, 400 if it is not a version.
pub fn if_match(headers: &HeaderMap) -> Result<i64, Refusal> {
    let mut tags = headers.get_all(IF_MATCH).iter();
    let Some(tag) = tags.next() else { return Err(Refusal::new(ProblemCode::IfMatchMissing)) };
    let version = tag
        .to_str()
        .ok()
        .and_then(|tag| tag.trim().strip_prefix('"')?.strip_suffix('"'))
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok());
    match (version, tags.next()) {
        (Some(version), None) => Ok(version),
        _ => Err(Refusal::new(ProblemCode::ParameterInvalid)
            .detail("If-Match must be a quoted version, for example \"7\".")),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn with(name: &'static str, values: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name, HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    #[test]
    fn key_has_1_to_255_visible_characters() {
        let key = |values: &[&[u8]]| {
            idempotency_key(&with("idempotency-key", values)).map_err(|refusal| refusal.code())
        };

        assert_eq!(key(&[b"k"]), Ok("k".to_owned()));
        assert!(key(&[&[b'k'; 255]]).is_ok());
        assert_eq!(key(&[]), Err(ProblemCode::IdempotencyKeyMissing));
        for wrong in [&b""[..], &[b'k'; 256], b"a b", b"a\tb", b"\xc3\xa9"] {
            assert_eq!(key(&[wrong]), Err(ProblemCode::IdempotencyKeyInvalid), "{wrong:?}");
        }
        assert_eq!(key(&[b"a", b"b"]), Err(ProblemCode::IdempotencyKeyInvalid));
    }

    #[test]
    fn version_is_one_strong_tag() {
        let version =
            |values: &[&[u8]]| if_match(&with("if-match", values)).map_err(|refusal| refusal.code());

        assert_eq!(version(&[b"\"7\""]), Ok(7));
        assert_eq!(version(&[]), Err(ProblemCode::IfMatchMissing));
        for wrong in
            [&b"7"[..], b"*", b"\"\"", b"\"", b"W/\"7\"", b"\"-7\"", b"\"+7\"", b"\"7\", \"8\"", b"\xff"]
        {
            assert_eq!(version(&[wrong]), Err(ProblemCode::ParameterInvalid), "{wrong:?}");
        }
        assert_eq!(version(&[b"\"99999999999999999999\""]), Err(ProblemCode::ParameterInvalid));
        assert_eq!(version(&[b"\"7\"", b"\"7\""]), Err(ProblemCode::ParameterInvalid));
    }
}
