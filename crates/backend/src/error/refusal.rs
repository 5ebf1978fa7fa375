use axum::http::StatusCode;
use axum::http::header::{HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use billing::{Instant, Promotion, QuoteError};
use contract::{
    Attempt, Change, Charged, Decline, FieldProblem, Problem, ProblemCode, Receipt, SealedQuote, WhoCanAct,
};

use super::wording;
use crate::store::StoreError;

/// An error response in the format of the contract.
#[derive(Clone, Debug)]
pub struct Refusal {
    problem: Box<Problem>,
    retry_after: Option<u64>,
    /// Whether `charged` was set explicitly, instead of by default.
    charged_is_known: bool,
    unreadable: Option<Box<str>>,
}

/// A problem before serialization. The outermost layer adds the request id and writes the body.
#[derive(Clone, Debug)]
pub struct PendingProblem {
    /// The problem.
    pub problem: Box<Problem>,
    /// Whether `charged` was set explicitly. During a payment, a default of `no` proves nothing.
    pub charged_is_known: bool,
    /// The error of a stored row that cannot be read. The outermost layer raises the alarm.
    pub unreadable: Option<Box<str>>,
}

impl Refusal {
    /// A refusal with the default status, title and detail of its code. `charged` is `no` for codes of requests that
    /// never charge, and `unknown` otherwise.
    #[must_use]
    pub fn new(code: impl Into<ProblemCode>) -> Self {
        let code = code.into();
        let (status, title, detail) = wording::of(code);
        let problem = Problem {
            r#type: format!("urn:testcloud:problem:{code}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.to_owned(),
            code,
            charged: wording::charged(code),
            request_id: String::new(),
            fields: Vec::new(),
            quote: None,
            receipt: None,
            attempt: None,
            change: None,
            decline: None,
            promotion: None,
            who_can_act: Vec::new(),
            possible_from: None,
        };
        Self { problem: Box::new(problem), retry_after: None, charged_is_known: false, unreadable: None }
    }

    /// 422 for a text field that contains a card number. `path` is the dotted path of the field.
    #[must_use]
    pub fn card_number_in(path: &str) -> Self {
        let code = ProblemCode::CardNumberInText;
        Self::new(code).field(path, code.as_str())
    }

    /// 500 for a fault of this service. The cause is logged and not part of the response.
    #[must_use]
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new(ProblemCode::Internal)
    }

    /// Replaces the default status of the code.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.problem.status = status.as_u16();
        self
    }

    /// Replaces the default detail of the code.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.problem.detail = detail.into();
        self
    }

    /// Adds an invalid field, by its dotted path.
    #[must_use]
    pub fn field(mut self, path: impl Into<String>, code: impl Into<String>) -> Self {
        self.problem.fields.push(FieldProblem { path: path.into(), code: code.into() });
        self
    }

    /// Sets whether money moved. `no` requires proof: a response of the gateway, or that there is no intent.
    #[must_use]
    pub fn charged(mut self, charged: Charged) -> Self {
        self.problem.charged = charged;
        self.charged_is_known = true;
        self
    }

    /// Sets `charged` to `no` for a check that failed before the idempotency key was claimed, unless the check has set
    /// another value. A fault of the service proves nothing.
    #[must_use]
    pub fn before_claim(self) -> Self {
        let is_fault = matches!(self.code(), ProblemCode::Internal | ProblemCode::ServiceUnavailable);
        if self.charged_is_known || is_fault { self } else { self.charged(Charged::No) }
    }

    /// Adds the change of the subscription that another user made.
    #[must_use]
    pub fn change(mut self, change: Option<Change>) -> Self {
        self.problem.change = change.map(Box::new);
        self
    }

    /// Adds a new quote that replaces the refused one.
    #[must_use]
    pub fn quote(mut self, quote: Option<SealedQuote>) -> Self {
        self.problem.quote = quote.map(Box::new);
        self
    }

    /// Adds the receipt of an earlier payment, which also determines `charged`.
    #[must_use]
    pub fn receipt(mut self, receipt: Receipt) -> Self {
        let charged = if receipt.charged_minor > 0 { Charged::Yes } else { Charged::No };
        self.problem.receipt = Some(Box::new(receipt));
        self.charged(charged)
    }

    /// Adds the attempt concerned, which also determines `charged`.
    #[must_use]
    pub fn attempt(mut self, attempt: Attempt) -> Self {
        let charged = attempt.charged;
        self.problem.attempt = Some(Box::new(attempt));
        self.charged(charged)
    }

    /// Sets why the card was declined.
    #[must_use]
    pub fn decline(mut self, decline: Decline) -> Self {
        self.problem.decline = Some(decline);
        self
    }

    /// Adds the terms of a promotion code that is valid for another order.
    #[must_use]
    pub fn promotion(mut self, terms: Option<Promotion>) -> Self {
        self.problem.promotion = terms.map(Box::new);
        self
    }

    /// Adds the people who have the required role.
    #[must_use]
    pub fn who_can_act(mut self, people: Vec<WhoCanAct>) -> Self {
        self.problem.who_can_act = people;
        self
    }

    /// Sets when the monthly cycle becomes possible.
    #[must_use]
    pub fn possible_from(mut self, instant: Instant) -> Self {
        self.problem.possible_from = Some(instant);
        self
    }

    /// Sets the `Retry-After` header, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    #[must_use]
    pub fn code(&self) -> ProblemCode {
        self.problem.code
    }

    /// The refusal after the alarm about an unreadable row was raised.
    #[must_use]
    pub fn alarmed(mut self) -> Self {
        self.unreadable = None;
        self
    }

    /// The error of a stored row that cannot be read, if it is the cause and has not raised an alarm yet.
    #[must_use]
    pub fn unreadable(&self) -> Option<&str> {
        self.unreadable.as_deref()
    }

    /// The problem, without the request id.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        let Self { problem, charged_is_known, unreadable, .. } = self;
        response.extensions_mut().insert(PendingProblem { problem, charged_is_known, unreadable });
        response
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(cause) => {
                tracing::error!(%cause, "the database is unavailable");
                Self::new(ProblemCode::ServiceUnavailable).retry_after(1)
            }
            other => {
                let unreadable = other.is_unreadable().then(|| other.to_string().into_boxed_str());
                Self { unreadable, ..Self::internal(&other) }
            }
        }
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl From<QuoteError> for Refusal {
    fn from(error: QuoteError) -> Self {
        Self::new(error)
    }
}
