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
use crate::service::unreadable;
use crate::store::receipts;

enum Format {
    Json,
    JsonFile,
    CsvFile,
}

pub(super) async fn one(
    State(state): State<AppState>,
    caller: Billing,
    parameters: RawPathParams,
) -> Result<Response, Refusal> {
    let segment = parameters.iter().find_map(|(name, value)| (name == "number").then_some(value));
    let (number, format) = parse_segment(segment.unwrap_or_default());
    let receipt = receipts::by_number(&mut *state.store.reader().await?, caller.organization, number).await?;
    let receipt = receipt.ok_or_else(|| Refusal::new(ProblemCode::NotFound))?;
    let receipt = unreadable::readable_receipt(&state, receipt)
        .ok_or_else(|| Refusal::internal(&format!("the receipt {number} cannot be read")))?;
    match format {
        Format::Json => json(StatusCode::OK, &receipt),
        Format::JsonFile => into_attachment(json(StatusCode::OK, &receipt)?, &receipt.number, "json"),
        Format::CsvFile => {
            let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
            let text = csv::write(&receipt)
                .ok_or_else(|| Refusal::internal(&"the currency of a receipt is unknown"))?;
            into_attachment(([(CONTENT_TYPE, kind)], text).into_response(), &receipt.number, "csv")
        }
    }
}

fn parse_segment(segment: &str) -> (&str, Format) {
    match segment.rsplit_once('.') {
        Some((number, "json")) => (number, Format::JsonFile),
        Some((number, "csv")) => (number, Format::CsvFile),
        _ => (segment, Format::Json),
    }
}

fn into_attachment(mut response: Response, number: &str, extension: &str) -> Result<Response, Refusal> {
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{number}.{extension}\""));
    let disposition = disposition.map_err(|error| Refusal::internal(&error))?;
    response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    Ok(response)
}
