use axum::extract::{RawPathParams, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use contract::{ProblemCode, Receipt};
use utoipa::OpenApi;

use super::csv;
use crate::app::AppState;
use crate::error::Refusal;
use crate::routes::caller::Billing;
use crate::routes::json;
use crate::service::{charge_reversal, unreadable};
use crate::store::receipts;

/// The documentation of the files that [`one`] serves, because axum cannot route by the extension of a path segment.
#[derive(OpenApi)]
#[openapi(paths(json_file, csv_file))]
pub(super) struct Files;

enum Format {
    Json,
    JsonFile,
    CsvFile,
}

/// Returns a receipt.
#[utoipa::path(
    get,
    path = "/organizations/{org}/testcloud/receipts/{number}",
    operation_id = "receipt",
    responses(
        (status = 200, description = "The receipt.", body = Receipt),
    ),
)]
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
        Format::Json => {
            let notes = charge_reversal::notes(&state, number).await?;
            json(StatusCode::OK, &Receipt { notes, ..receipt })
        }
        Format::JsonFile => json_file(&receipt),
        Format::CsvFile => csv_file(&receipt),
    }
}

/// Downloads a receipt as a JSON file.
#[utoipa::path(
    get,
    path = "/organizations/{org}/testcloud/receipts/{number}.json",
    operation_id = "receiptAsJson",
    responses((status = 200, description = "The receipt.", body = Receipt)),
)]
fn json_file(receipt: &Receipt) -> Result<Response, Refusal> {
    into_attachment(json(StatusCode::OK, receipt)?, &receipt.number, "json")
}

/// Downloads a receipt as a CSV file.
#[utoipa::path(
    get,
    path = "/organizations/{org}/testcloud/receipts/{number}.csv",
    operation_id = "receiptAsCsv",
    responses((status = 200, description = "The receipt.", body = String, content_type = "text/csv")),
)]
fn csv_file(receipt: &Receipt) -> Result<Response, Refusal> {
    let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    let text =
        csv::write(receipt).ok_or_else(|| Refusal::internal(&"the currency of a receipt is unknown"))?;
    into_attachment(([(CONTENT_TYPE, kind)], text).into_response(), &receipt.number, "csv")
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
