use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Whether a request has an `Authorization` header, valid or not.
#[must_use]
pub fn has_authorization(headers: &HeaderMap) -> bool {
    headers.contains_key(AUTHORIZATION)
}

/// The token of `Authorization: Bearer` (RFC 6750). `None` unless the header occurs once and has this scheme.
pub(super) fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    credentials(headers, "bearer")
}

/// The client id and the secret of `Authorization: Basic` (`client_secret_basic` in OAuth).
///
/// Both have only characters that the form encoding of OAuth leaves unchanged, so nothing is decoded after base64.
pub(super) fn client_secret_basic(headers: &HeaderMap) -> Option<(String, String)> {
    let bytes = STANDARD.decode(credentials(headers, "basic")?).ok()?;
    let (id, secret) = str::from_utf8(&bytes).ok()?.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

fn credentials<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (value, None) = (values.next()?, values.next()) else { return None };
    let (name, credentials) = value.to_str().ok()?.split_once(' ')?;
    name.eq_ignore_ascii_case(scheme).then(|| credentials.trim())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn bearer_token_is_read_from_one_header() {
        assert_eq!(bearer_token(&headers(&["Bearer abc"])), Some("abc"));
        assert_eq!(bearer_token(&headers(&["bearer abc"])), Some("abc"));
        for values in [&[][..], &["Basic abc"], &["Bearer"], &["abc"], &["Bearer a", "Bearer b"]] {
            assert_eq!(bearer_token(&headers(values)), None, "{values:?}");
        }
    }

    #[test]
    fn client_id_ends_at_the_first_colon() {
        let read = |value| client_secret_basic(&headers(&[value]));

        assert_eq!(read("Basic aWQ6c2VjcmV0OngK").unwrap().0, "id");
        assert_eq!(read("Basic aWQ6c2VjcmV0").unwrap(), ("id".to_owned(), "secret".to_owned()));
        for wrong in ["Basic aWQ", "Basic !", "Bearer aWQ6c2VjcmV0", "Basic"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
