use contract::ProblemCode;
pub(super) use gloo_net::http::Method;
use gloo_net::{
    Error,
    http::{RequestBuilder, Response},
};
use web_sys::{AbortSignal, RequestCredentials};

use super::{ApiError, Cancel, ProblemResponse, bearer::bearer};

const READ_TIMEOUT_MS: u32 = 15_000;
const CHANGE_TIMEOUT_MS: u32 = 60_000;

/// A request to any endpoint.
pub(super) struct Call {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    /// JSON; `None` sends no body.
    pub body: Option<String>,
    /// Cancels the request early. Ignored for changes: the caller has to wait for their outcome.
    pub cancel: Option<Cancel>,
}

impl Call {
    /// Sends the request and returns the text of a successful response. With a bearer token, sends no cookies.
    pub async fn send(&self) -> Result<String, ApiError> {
        let changes = self.method != Method::GET;
        let timeout =
            AbortSignal::timeout_with_u32(if changes { CHANGE_TIMEOUT_MS } else { READ_TIMEOUT_MS });
        let canceled = self.cancel.as_ref().filter(|_| !changes).and_then(Cancel::signal);
        let signal = match canceled {
            Some(canceled) => AbortSignal::any(&js_sys::Array::of2(&timeout, &canceled).into()),
            None => timeout,
        };
        let mut builder = RequestBuilder::new(&self.url)
            .method(self.method.clone())
            .header("Accept", "application/json")
            .abort_signal(Some(&signal));
        if let Some(bearer) = bearer() {
            builder = builder.credentials(RequestCredentials::Omit);
            if let Some(token) = bearer.token() {
                builder = builder.header("Authorization", &format!("Bearer {token}"));
            }
        }
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        let request = match &self.body {
            Some(body) => builder.header("Content-Type", "application/json").body(body),
            None => builder.build(),
        };
        let response = request.map_err(transport_error)?.send().await.map_err(transport_error)?;
        let text = response.text().await.map_err(transport_error)?;
        if response.ok() { Ok(text) } else { Err(refusal(&response, &text)) }
    }
}

fn transport_error(error: Error) -> ApiError {
    match error {
        Error::JsError(error) if error.name == "TimeoutError" => ApiError::Timeout,
        Error::JsError(_) | Error::GlooError(_) | Error::SerdeError(_) => ApiError::Offline,
    }
}

fn refusal(response: &Response, text: &str) -> ApiError {
    match ProblemResponse::parse(text) {
        Some(refusal) if refusal.code == ProblemCode::SignedOut => ApiError::SignedOut,
        Some(refusal) => ApiError::Refused(Box::new(refusal)),
        // When the service is down, the proxy in front of it responds with a body of its own format.
        None if response.status() >= 500 => ApiError::Offline,
        None if response.status() == 401 => ApiError::SignedOut,
        None => ApiError::Malformed,
    }
}
