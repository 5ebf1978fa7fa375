use axum::extract::{RawPathParams, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use contract::ProblemCode;

use super::csv;
use crate::app::AppState;
use crate::error::Refusal;
use crate::routes::caller::Billing;
use crate::routes::json;
use crate::store::receipts;

enum Form {
    Page,
    JsonFile,
    CsvFile,
}

pub(super) async fn one(
    State(state): State<AppState>,
    caller: Billing,
    parameters: RawPathParams,
) -> Result<Response, Refusal> {
    let named = parameters.iter().find_map(|(name, value)| (name == "number").then_some(value));
    let (number, form) = form_of(named.unwrap_or_default());
    let receipt = receipts::by_number(&mut *state.store.reader().await?, caller.organization, number).await?;
    let receipt = receipt.ok_or_else(|| Refusal::new(ProblemCode::NotFound))?;
    match form {
        Form::Page => json(StatusCode::OK, &receipt),
        Form::JsonFile => as_file(json(StatusCode::OK, &receipt)?, &receipt.number, "json"),
        Form::CsvFile => {
            let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
            let text = csv::write(&receipt).ok_or_else(|| Refusal::internal(&"a receipt has no currency"))?;
            as_file(([(CONTENT_TYPE, kind)], text).into_response(), &receipt.number, "csv")
        }
    }
}

fn form_of(named: &str) -> (&str, Form) {
    match named.rsplit_once('.') {
        Some((number, "json")) => (number, Form::JsonFile),
        Some((number, "csv")) => (number, Form::CsvFile),
        _ => (named, Form::Page),
    }
}

fn as_file(mut response: Response, number: &str, ending: &str) -> Result<Response, Refusal> {
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{number}.{ending}\""));
    let disposition = disposition.map_err(|error| Refusal::internal(&error))?;
    response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    Ok(response)
}
