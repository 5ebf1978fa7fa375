use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use billing::{Currency, Money};
use serde::Deserialize;
use url::Url;

use super::error_response::ErrorResponse;
use super::extract::{IntentId, QueryOf};
use super::html::{Fill, escape, fill, page};
use super::shared_state::SharedState;
use crate::book::IntentRecord;
use crate::processor::{BankDecision, BankPage, ProcessorError};

const CONFIRMATION: &str = include_str!("../pages/bank.html");
const NOTICE: &str = include_str!("../pages/notice.html");

#[derive(Deserialize)]
pub struct ConfirmationQuery {
    #[serde(rename = "return")]
    return_to: Option<String>,
}

#[derive(Deserialize)]
pub struct DecisionForm {
    decision: Choice,
    #[serde(rename = "return")]
    return_to: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Choice {
    Confirm,
    Refuse,
}

/// The bank's page of an intent.
pub async fn show(
    State(state): State<SharedState>,
    IntentId(id): IntentId,
    QueryOf(ConfirmationQuery { return_to }): QueryOf<ConfirmationQuery>,
) -> Result<Response, ErrorResponse> {
    let return_to = return_to.and_then(|text| state.0.origins.return_address(&text));
    match state.run(move |processor, now| processor.book().bank_page(&id, now)).await {
        Ok((intent, shown)) => Ok(render(&intent, shown, return_to.as_ref())),
        Err(ProcessorError::IntentUnknown) => Ok(unknown()),
        Err(refusal) => Err(refusal.into()),
    }
}

/// Applies the person's decision and redirects back. A second submit redirects too, and changes nothing.
pub async fn decide(
    State(state): State<SharedState>,
    IntentId(id): IntentId,
    form: Result<Form<DecisionForm>, FormRejection>,
) -> Result<Response, ErrorResponse> {
    let Form(form) = form.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            ErrorResponse::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "The form is too large.")
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorResponse::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "content_type_invalid",
            "The body must be application/x-www-form-urlencoded.",
        ),
        _ => {
            ErrorResponse::new(StatusCode::UNPROCESSABLE_ENTITY, "form_invalid", "The form cannot be parsed.")
        }
    })?;
    let return_to = form.return_to.and_then(|text| state.0.origins.return_address(&text));
    let decision = match form.decision {
        Choice::Confirm => BankDecision::Confirm,
        Choice::Refuse => BankDecision::Refuse,
    };
    match state.run(move |processor, now| processor.decide(&id, decision, now)).await {
        Ok((intent, shown)) => Ok(match (shown, return_to) {
            (BankPage::Paid | BankPage::Declined | BankPage::Canceled, Some(address)) => {
                (StatusCode::SEE_OTHER, [(LOCATION, String::from(address))]).into_response()
            }
            (_, return_to) => render(&intent, shown, return_to.as_ref()),
        }),
        Err(ProcessorError::IntentUnknown) => Ok(unknown()),
        Err(refusal) => Err(refusal.into()),
    }
}

fn render(intent: &IntentRecord, shown: BankPage, return_to: Option<&Url>) -> Response {
    let (status, title, sentence) = match shown {
        BankPage::Open => return confirmation(intent, return_to),
        BankPage::Paid => (StatusCode::OK, "Payment confirmed", "You have confirmed this payment."),
        BankPage::Declined => {
            (StatusCode::OK, "Payment not confirmed", "This payment was not confirmed. Nothing was charged.")
        }
        BankPage::Canceled => {
            (StatusCode::OK, "Payment canceled", "This payment was canceled. Nothing was charged.")
        }
        BankPage::Expired => (
            StatusCode::GONE,
            "Confirmation expired",
            "The 15 minutes to confirm this payment have passed. Nothing was charged.",
        ),
        BankPage::NothingToConfirm => {
            (StatusCode::CONFLICT, "Nothing to confirm", "This payment does not need to be confirmed.")
        }
    };
    notice(status, title, sentence, return_to)
}

/// The policy also allows the app's origin as a form target, because browsers check where the form's response
/// redirects.
fn confirmation(intent: &IntentRecord, return_to: Option<&Url>) -> Response {
    let back = return_to.map(|address| address.origin().ascii_serialization()).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {back}; base-uri 'none'; frame-ancestors 'none'"
    );
    let amount = Currency::parse(&intent.currency)
        .map_or_else(String::new, |currency| Money::new(intent.amount_minor, currency).to_string());
    let places = [
        ("intent", Fill::Text(&intent.id)),
        ("amount", Fill::Text(&amount)),
        ("return", Fill::Text(return_to.map_or("", Url::as_str))),
    ];
    page(StatusCode::OK, &policy, fill(CONFIRMATION, &places))
}

fn unknown() -> Response {
    notice(
        StatusCode::NOT_FOUND,
        "Payment not found",
        "Your bank has no record of this payment. Nothing was charged.",
        None,
    )
}

fn notice(status: StatusCode, title: &str, sentence: &str, return_to: Option<&Url>) -> Response {
    let link = return_to.map_or_else(
        || "<p>You can close this page and return to TestOps.</p>".to_owned(),
        |address| {
            format!("<p><a class=\"back\" href=\"{}\">Back to TestOps</a></p>", escape(address.as_str()))
        },
    );
    let places =
        [("title", Fill::Text(title)), ("sentence", Fill::Text(sentence)), ("link", Fill::Html(&link))];
    let policy =
        "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    page(status, policy, fill(NOTICE, &places))
}
