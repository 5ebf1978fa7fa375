use axum::http::StatusCode;
use axum::http::header::{HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use billing::{Instant, Promotion, QuoteError};
use contract::{
    Attempt, Change, Charged, Decline, FieldProblem, Problem, ProblemCode, Receipt, SealedQuote, WhoCanAct,
};

use super::wording;
use crate::store::StoreError;

/// An answer that says no, in the one form the contract has for it.
#[derive(Clone, Debug)]
pub struct Refusal {
    problem: Box<Problem>,
    retry_after: Option<u64>,
    /// Whether `charged` was set from what is known, and is not the default.
    charged_is_known: bool,
}

/// A problem on its way out; the outermost layer adds the request's id and writes it.
#[derive(Clone, Debug)]
pub struct PendingProblem {
    /// The problem.
    pub problem: Box<Problem>,
    /// Whether `charged` was set from what is known. A default of `no` is no proof on the paths of a payment.
    pub charged_is_known: bool,
}

impl Refusal {
    /// A refusal with the usual status, title and sentence of its code. `charged` is `no` where the code itself means
    /// that the request had nothing to do with money, and `unknown` otherwise.
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
        Self { problem: Box::new(problem), retry_after: None, charged_is_known: false }
    }

    /// 422 for a text field, named by its dotted path, that contains a card number.
    #[must_use]
    pub fn card_number_in(path: &str) -> Self {
        let code = ProblemCode::CardNumberInText;
        Self::new(code).field(path, code.as_str())
    }

    /// A fault of this service: logged in full, answered in general.
    #[must_use]
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new(ProblemCode::Internal)
    }

    /// Answers with another status than the code's usual one.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.problem.status = status.as_u16();
        self
    }

    /// Says what happened this time.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.problem.detail = detail.into();
        self
    }

    /// Names a field that could not be taken, by its dotted path.
    #[must_use]
    pub fn field(mut self, path: impl Into<String>, code: impl Into<String>) -> Self {
        self.problem.fields.push(FieldProblem { path: path.into(), code: code.into() });
        self
    }

    /// Sets whether money moved, as far as that is known. `no` needs the gateway's own answer or the absence of any
    /// intent as its proof.
    #[must_use]
    pub fn charged(mut self, charged: Charged) -> Self {
        self.problem.charged = charged;
        self.charged_is_known = true;
        self
    }

    /// Sets `charged` to `no` for a check that failed before the key of the request was claimed, unless the check has
    /// set another value. A fault of the service proves nothing.
    #[must_use]
    pub fn before_claim(self) -> Self {
        let is_fault = matches!(self.code(), ProblemCode::Internal | ProblemCode::ServiceUnavailable);
        if self.charged_is_known || is_fault { self } else { self.charged(Charged::No) }
    }

    /// Names what somebody else changed.
    #[must_use]
    pub fn change(mut self, change: Option<Change>) -> Self {
        self.problem.change = change.map(Box::new);
        self
    }

    /// Offers a fresh quote in place of the refused one.
    #[must_use]
    pub fn quote(mut self, quote: Option<SealedQuote>) -> Self {
        self.problem.quote = quote.map(Box::new);
        self
    }

    /// Adds the receipt of what was paid before, which also is the answer whether money moved.
    #[must_use]
    pub fn receipt(mut self, receipt: Receipt) -> Self {
        let charged = if receipt.charged_minor > 0 { Charged::Yes } else { Charged::No };
        self.problem.receipt = Some(Box::new(receipt));
        self.charged(charged)
    }

    /// Adds the attempt concerned; whether money moved is what is known of this attempt.
    #[must_use]
    pub fn attempt(mut self, attempt: Attempt) -> Self {
        let charged = attempt.charged;
        self.problem.attempt = Some(Box::new(attempt));
        self.charged(charged)
    }

    /// Says why the charge was refused.
    #[must_use]
    pub fn decline(mut self, decline: Decline) -> Self {
        self.problem.decline = Some(decline);
        self
    }

    /// Adds the terms of a code that another entry would make valid.
    #[must_use]
    pub fn promotion(mut self, terms: Option<Promotion>) -> Self {
        self.problem.promotion = terms.map(Box::new);
        self
    }

    /// Names who may do it instead.
    #[must_use]
    pub fn who_can_act(mut self, people: Vec<WhoCanAct>) -> Self {
        self.problem.who_can_act = people;
        self
    }

    /// Says when monthly becomes possible.
    #[must_use]
    pub fn possible_from(mut self, instant: Instant) -> Self {
        self.problem.possible_from = Some(instant);
        self
    }

    /// Asks to come back after so many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        self.problem.code
    }

    /// The problem as it will be written, less the name of the request.
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
        let Self { problem, charged_is_known, .. } = self;
        response.extensions_mut().insert(PendingProblem { problem, charged_is_known });
        response
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(cause) => {
                tracing::error!(%cause, "the database cannot be used now");
                Self::new(ProblemCode::ServiceUnavailable).retry_after(1)
            }
            other => Self::internal(&other),
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
