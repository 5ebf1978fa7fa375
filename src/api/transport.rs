use contract::ProblemCode;
pub(super) use gloo_net::http::Method;
use gloo_net::{
    Error,
    http::{RequestBuilder, Response},
};
use web_sys::AbortSignal;

use super::{ApiError, Cancel, Refusal};

const READ_MILLISECONDS: u32 = 15_000;
const CHANGE_MILLISECONDS: u32 = 60_000;

/// One call, as far as it is the same for every endpoint.
pub(super) struct Call {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    /// JSON; `None` sends no body.
    pub body: Option<String>,
    /// Gives the call up early. Only reads have one: a change that was sent has to be waited for.
    pub cancel: Option<Cancel>,
}

impl Call {
    /// Sends the call and returns the text of a successful answer.
    pub async fn send(self) -> Result<String, ApiError> {
        let changes = self.method != Method::GET;
        let timeout =
            AbortSignal::timeout_with_u32(if changes { CHANGE_MILLISECONDS } else { READ_MILLISECONDS });
        let given_up = self.cancel.as_ref().filter(|_| !changes).and_then(Cancel::signal);
        let signal = match given_up {
            Some(given_up) => AbortSignal::any(&js_sys::Array::of2(&timeout, &given_up).into()),
            None => timeout,
        };
        let mut builder = RequestBuilder::new(&self.url)
            .method(self.method)
            .header("Accept", "application/json")
            .abort_signal(Some(&signal));
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        let request = match self.body {
            Some(body) => builder.header("Content-Type", "application/json").body(body),
            None => builder.build(),
        };
        let answer = request.map_err(unreachable)?.send().await.map_err(unreachable)?;
        let text = answer.text().await.map_err(unreachable)?;
        if answer.ok() { Ok(text) } else { Err(refusal(&answer, &text)) }
    }
}

fn unreachable(error: Error) -> ApiError {
    match error {
        Error::JsError(error) if error.name == "TimeoutError" => ApiError::Timeout,
        Error::JsError(_) | Error::GlooError(_) | Error::SerdeError(_) => ApiError::Offline,
    }
}

fn refusal(answer: &Response, text: &str) -> ApiError {
    match Refusal::parse(text) {
        Some(refusal) if refusal.code == ProblemCode::SignedOut => ApiError::SignedOut,
        Some(refusal) => ApiError::Refused(Box::new(refusal)),
        // A proxy in front of a service that is down answers in its own words.
        None if answer.status() >= 500 => ApiError::Offline,
        None if answer.status() == 401 => ApiError::SignedOut,
        None => ApiError::Malformed,
    }
}
