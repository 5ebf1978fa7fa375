use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::{QuoteRequest, SealedQuote};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Billing, StrictJson};
use super::json;
use super::openapi::ProblemResponse;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::quoting;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(quote))
}

/// Prices and seals an upgrade.
#[utoipa::path(
    post,
    path = "/organizations/{org}/testcloud/quotes",
    operation_id = "quote",
    request_body = QuoteRequest,
    responses(
        (status = 201, description = "The sealed quote.", body = SealedQuote),
        (status = 409, response = ProblemResponse),
        (status = 429, response = ProblemResponse),
    ),
)]
async fn quote(
    State(state): State<AppState>,
    caller: Billing,
    StrictJson(request): StrictJson<QuoteRequest>,
) -> Result<Response, Refusal> {
    let sealed = quoting::quote(&state, &caller.user, caller.organization, &request).await?;
    json(StatusCode::CREATED, &sealed)
}
