use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use contract::{Page, ProblemCode, Receipt, ReceiptSummary};
use utoipa::IntoParams;

use crate::app::AppState;
use crate::error::Refusal;
use crate::routes::caller::Billing;
use crate::routes::json;
use crate::service::unreadable;
use crate::store::{charge_reversals, receipts};

const DEFAULT_SIZE: i64 = 20;
const MAX_SIZE: i64 = 100;
const MAX_PAGE: i64 = 1_000_000;

/// The query of the list. The handler reads it itself, because it rejects unknown and repeated parameters.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) struct PageQuery {
    /// Index of the page, starting at 0.
    #[param(minimum = 0, maximum = 1_000_000, default = 0)]
    page: Option<i64>,
    /// Receipts per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    size: Option<i64>,
}

/// Lists receipts, newest first.
#[utoipa::path(
    get,
    path = "/organizations/{org}/testcloud/receipts",
    operation_id = "receipts",
    params(PageQuery),
    responses(
        (status = 200, description = "A page of receipts.", body = Page<ReceiptSummary>),
    ),
)]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Billing,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let query = query.unwrap_or_default();
    refuse_unknown_parameters(&query, &["page", "size"])?;
    let number = parameter(&query, "page", 0, 0..=MAX_PAGE)?;
    let size = parameter(&query, "size", DEFAULT_SIZE, 1..=MAX_SIZE)?;
    let mut transaction = state.store.begin_read().await?;
    let total_elements = receipts::count(&mut transaction, caller.organization).await?;
    let rows = receipts::newest(&mut transaction, caller.organization, size, number * size).await?;
    let taken_back = charge_reversals::taken_back(&mut transaction, caller.organization).await?;
    let page = Page {
        content: rows
            .into_iter()
            .filter_map(|stored| unreadable::readable_receipt(&state, stored))
            .map(|receipt| {
                let taken_back_minor = taken_back.get(&receipt.number).copied().unwrap_or(0);
                summary(receipt, taken_back_minor)
            })
            .collect(),
        total_elements,
        total_pages: (total_elements + size - 1) / size,
        number,
        size,
    };
    json(StatusCode::OK, &page)
}

fn summary(receipt: Receipt, taken_back_minor: i64) -> ReceiptSummary {
    ReceiptSummary {
        number: receipt.number,
        kind: receipt.kind,
        at: receipt.at,
        currency: receipt.currency,
        charged_minor: receipt.charged_minor,
        by: receipt.by,
        before: receipt.before,
        after: receipt.after,
        taken_back_minor,
    }
}

fn refuse_unknown_parameters(query: &str, known: &[&str]) -> Result<(), Refusal> {
    if pairs(query).all(|(name, _)| known.contains(&name)) {
        return Ok(());
    }
    Err(Refusal::new(ProblemCode::ParameterInvalid).field("query", "unknown_parameter"))
}

fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// Reads a number from the query. Rejects a parameter that occurs more than once.
fn parameter(
    query: &str,
    name: &'static str,
    default: i64,
    range: std::ops::RangeInclusive<i64>,
) -> Result<i64, Refusal> {
    let invalid = |code| Refusal::new(ProblemCode::ParameterInvalid).field(name, code);
    let mut values = pairs(query).filter(|(key, _)| *key == name);
    let Some((_, value)) = values.next() else { return Ok(default) };
    if values.next().is_some() {
        return Err(invalid("repeated"));
    }
    let digits = (1..=7).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    let number = value.parse().ok().filter(|_| digits).ok_or_else(|| invalid("wrong_type"))?;
    if range.contains(&number) { Ok(number) } else { Err(invalid("out_of_range")) }
}
