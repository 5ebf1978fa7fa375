use axum::body::{Bytes, HttpBody, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use contract::ProblemCode;
use http_body_util::LengthLimitError;
use http_server::MAX_BODY_BYTES;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use super::fault::BodyFault;
use super::tree::Json;
use crate::app::AppState;
use crate::error::Refusal;

/// A request body that is exactly a `T`: JSON in UTF-8, without unknown or duplicate keys, and with objects only as
/// objects.
///
/// Rejects with 415, 413, 400 or 422; see [`bytes`](Self::bytes) and [`read`](Self::read).
#[derive(Clone, Debug)]
pub struct StrictJson<T>(pub T);

/// An empty JSON object. The path of the request identifies the action.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

impl Empty {
    /// Checks the body of a DELETE request, which may be absent.
    ///
    /// # Errors
    /// The rejections of [`StrictJson`], if a body is present.
    pub async fn allowed_absent(request: Request) -> Result<(), Refusal> {
        let is_absent = !request.headers().contains_key(CONTENT_TYPE) && request.body().is_end_stream();
        if is_absent {
            return Ok(());
        }
        let body = StrictJson::<Self>::bytes(request).await?;
        StrictJson::<Self>::read(&body).map(|StrictJson(Self {})| ())
    }
}

impl<T: DeserializeOwned> FromRequest<AppState> for StrictJson<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, Refusal> {
        let body = Self::bytes(request).await?;
        Self::read(&body)
    }
}

impl<T: DeserializeOwned> StrictJson<T> {
    /// Reads the bytes of a body after checking its media type and size.
    ///
    /// # Errors
    /// 415 for a media type other than JSON, 413 for a body over 64 KiB, 400 for an incomplete body.
    pub async fn bytes(request: Request) -> Result<Bytes, Refusal> {
        if !is_json(request.headers()) {
            return Err(Refusal::new(ProblemCode::UnsupportedMediaType));
        }
        let too_large = || Refusal::new(ProblemCode::BodyTooLarge);
        let content_length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        if content_length
            .and_then(|length| length.parse().ok())
            .is_some_and(|length: u64| length > MAX_BODY_BYTES as u64)
        {
            return Err(too_large());
        }
        let unreadable = || Refusal::new(ProblemCode::BodyUnreadable);
        // No timeout is needed: the server receives the body before the request reaches its route.
        match to_bytes(request.into_body(), MAX_BODY_BYTES).await {
            Ok(body) => Ok(body),
            Err(error) if is_length_limit_error(&error) => Err(too_large()),
            Err(_) => Err(unreadable().detail("The request body is incomplete.")),
        }
    }

    /// Deserializes a body.
    ///
    /// # Errors
    /// 400 if the body is not JSON in UTF-8, 422 with the path of the field if it is not a `T`.
    pub fn read(body: &[u8]) -> Result<Self, Refusal> {
        let unreadable = || Refusal::new(ProblemCode::BodyUnreadable);
        let text = std::str::from_utf8(body).map_err(|_| unreadable())?;
        let tree: Json = serde_json::from_str(text).map_err(|_| unreadable())?;
        T::deserialize(&tree).map(Self).map_err(|fault: BodyFault| {
            Refusal::new(ProblemCode::BodyInvalid).field(fault.path(), fault.code)
        })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(content_type), None) = (types.next(), types.next()) else { return false };
    let Ok(content_type) = content_type.to_str() else { return false };
    let (media_type, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    let charset = parameters.trim();
    media_type.trim().eq_ignore_ascii_case("application/json")
        && (charset.is_empty() || charset.replace('"', "").eq_ignore_ascii_case("charset=utf-8"))
}

fn is_length_limit_error(error: &axum::Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.is::<LengthLimitError>())
}

#[cfg(test)]
mod tests {
    use contract::{QuoteRequest, UpgradeRequest};

    use super::*;

    fn faults<T: DeserializeOwned>(body: &str) -> Vec<(String, String)> {
        let refusal = StrictJson::<T>::read(body.as_bytes()).err().expect("a refusal");
        assert_eq!(refusal.code(), ProblemCode::BodyInvalid, "{body}");
        refusal.problem().fields.iter().map(|field| (field.path.clone(), field.code.clone())).collect()
    }

    #[test]
    fn valid_body_is_deserialized() {
        let body = r#"{"target":{"sessions":8,"cycle":"annual"},"promotionCode":null}"#;
        let StrictJson(request) = StrictJson::<QuoteRequest>::read(body.as_bytes()).unwrap();

        assert_eq!((request.target.sessions, request.promotion_code), (8, None));
    }

    #[test]
    fn each_fault_has_the_path_of_its_field() {
        for (body, path, code) in [
            (r#"{"target":{"sessions":8,"cycle":"annual"},"price":1}"#, "price", "unknown_field"),
            (r#"{"target":{"sessions":8,"cycle":"annual","x":1}}"#, "target.x", "unknown_field"),
            (r#"{"target":{"sessions":8,"sessions":9,"cycle":"annual"}}"#, "target.sessions", "repeated"),
            (r#"{"target":{"sessions":8}}"#, "target.cycle", "missing"),
            (r#"{}"#, "target", "missing"),
            (r#"{"target":[8,"annual"]}"#, "target", "wrong_type"),
            (r#"[]"#, "", "wrong_type"),
            (r#"null"#, "", "wrong_type"),
            (r#"{"target":{"sessions":"8","cycle":"annual"}}"#, "target.sessions", "wrong_type"),
            (r#"{"target":{"sessions":8.0,"cycle":"annual"}}"#, "target.sessions", "wrong_type"),
            (r#"{"target":{"sessions":1e2,"cycle":"annual"}}"#, "target.sessions", "wrong_type"),
            (
                r#"{"target":{"sessions":99999999999999999999,"cycle":"annual"}}"#,
                "target.sessions",
                "wrong_type",
            ),
            (r#"{"target":{"sessions":null,"cycle":"annual"}}"#, "target.sessions", "wrong_type"),
            (r#"{"target":{"sessions":8,"cycle":"weekly"}}"#, "target.cycle", "invalid"),
            (r#"{"target":{"sessions":8,"cycle":1}}"#, "target.cycle", "wrong_type"),
        ] {
            assert_eq!(faults::<QuoteRequest>(body), [(path.to_owned(), code.to_owned())], "{body}");
        }
        assert_eq!(faults::<UpgradeRequest>("{}")[0].1, "missing");
    }

    #[test]
    fn invalid_json_is_body_unreadable() {
        let deep = "[".repeat(10_000);
        for body in [&b""[..], b"{", b"{]", b"\xff\xfe", b"\xef\xbb\xbf{}", b"{} {}", b"NaN", deep.as_bytes()]
        {
            let refusal = StrictJson::<QuoteRequest>::read(body).err().unwrap();
            assert_eq!(refusal.code(), ProblemCode::BodyUnreadable);
        }
    }
}
