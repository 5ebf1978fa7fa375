use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use crate::book::BookFailure;

/// An error in Stripe's format.
#[derive(Clone, Debug)]
pub struct ApiError {
    pub status: StatusCode,
    kind: &'static str,
    code: Option<&'static str>,
    message: String,
    parameter: Option<String>,
    /// Further fields, such as `payment_intent` and `decline_code`.
    details: Box<Map<String, Value>>,
    /// Whether the request was executed, so that its idempotency key replays this error.
    pub was_executed: bool,
}

impl ApiError {
    pub fn new(status: StatusCode, kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            kind,
            code: None,
            message: message.into(),
            parameter: None,
            details: Box::default(),
            was_executed: false,
        }
    }

    /// An error of the request: 400.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request_error", message)
    }

    /// A declined card: 402.
    pub fn card(code: &'static str, message: &str) -> Self {
        Self::new(StatusCode::PAYMENT_REQUIRED, "card_error", message).code(code).executed()
    }

    /// An unknown object: 404.
    pub fn missing(object: &str, id: &str, parameter: &str) -> Self {
        let id: String = id.chars().take(100).collect();
        Self::new(StatusCode::NOT_FOUND, "invalid_request_error", format!("No such {object}: '{id}'"))
            .code("resource_missing")
            .parameter(parameter)
    }

    /// A required parameter is absent: 400.
    pub fn parameter_missing(name: &str) -> Self {
        Self::invalid(format!("Missing required parameter: {name}."))
            .code("parameter_missing")
            .parameter(name)
    }

    /// A parameter has an invalid value: 400.
    pub fn parameter_invalid(name: &str, message: impl Into<String>) -> Self {
        Self::invalid(message).parameter(name)
    }

    /// The sandbox failed: 500.
    pub fn api(message: &str) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "api_error", message)
    }

    pub fn code(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    pub fn parameter(self, name: &str) -> Self {
        Self { parameter: Some(name.to_owned()), ..self }
    }

    pub fn detail(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    /// Marks that the request was executed.
    pub fn executed(self) -> Self {
        Self { was_executed: true, ..self }
    }

    /// The body of the response.
    pub fn to_json(&self) -> Value {
        let mut error = *self.details.clone();
        if let Some(code) = self.code {
            error.insert("code".into(), code.into());
            error.insert(
                "doc_url".into(),
                format!("https://docs.stripe.com/error-codes/{}", code.replace('_', "-")).into(),
            );
        }
        error.insert("message".into(), self.message.as_str().into());
        if let Some(parameter) = &self.parameter {
            error.insert("param".into(), parameter.as_str().into());
        }
        error.insert("type".into(), self.kind.into());
        json!({ "error": error })
    }
}

impl From<BookFailure> for ApiError {
    fn from(_: BookFailure) -> Self {
        Self::api("The sandbox cannot write its book. This request changed nothing.")
    }
}
