use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use futures_util::stream;

use crate::request::ApiError;
use crate::version::API_VERSION;

/// The time in which the first half of a truncated answer is sent.
const HALF_SENT: Duration = Duration::from_millis(50);

/// How much of an answer is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sending {
    #[default]
    Whole,
    /// The connection is closed after the first half.
    Half,
    /// The connection is closed without an answer.
    Nothing,
}

/// An answer of the API.
#[derive(Debug, Default)]
pub struct Answer {
    pub status: StatusCode,
    pub body: String,
    /// The first request with the same idempotency key.
    pub original_request: Option<String>,
    pub retry_after: Option<u32>,
    pub sending: Sending,
}

impl Answer {
    pub fn new(status: StatusCode, body: String) -> Self {
        Self { status, body, ..Self::default() }
    }
}

impl From<ApiError> for Answer {
    fn from(error: ApiError) -> Self {
        Self::new(error.status, format!("{}", error.to_json()))
    }
}

/// The HTTP response for an answer.
pub fn respond(answer: Answer, request_id: &str, key: Option<&HeaderValue>) -> Response {
    let length = answer.body.len();
    let body = match answer.sending {
        Sending::Whole => Body::from(answer.body),
        Sending::Half => half(&answer.body),
        // A body that fails at once closes the connection before the head is sent.
        Sending::Nothing => Body::from_stream(stream::iter([Err::<Bytes, _>(closed())])),
    };
    let mut response = Response::new(body);
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if answer.sending != Sending::Whole {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length.max(1)));
    }
    headers.insert("stripe-version", HeaderValue::from_static(API_VERSION));
    insert(headers, "request-id", request_id);
    if let Some(key) = key {
        headers.insert("idempotency-key", key.clone());
    }
    if let Some(original) = &answer.original_request {
        headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
        insert(headers, "original-request", original);
    }
    if let Some(seconds) = answer.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if answer.status == StatusCode::CONFLICT || answer.status == StatusCode::TOO_MANY_REQUESTS {
        headers.insert("stripe-should-retry", HeaderValue::from_static("true"));
    }
    response
}

fn insert(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

fn closed() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionAborted, "a fault closes the connection")
}

fn half(body: &str) -> Body {
    let sent = Bytes::copy_from_slice(body.as_bytes().get(..body.len() / 2).unwrap_or_default());
    let parts = stream::unfold(Some(sent), |sent| async {
        match sent {
            Some(sent) if !sent.is_empty() => Some((Ok::<_, io::Error>(sent), Some(Bytes::new()))),
            Some(_) => {
                tokio::time::sleep(HALF_SENT).await;
                Some((Err(closed()), None))
            }
            None => None,
        }
    });
    Body::from_stream(parts)
}
