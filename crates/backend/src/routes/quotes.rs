use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use contract::QuoteRequest;

use super::caller::{Billing, StrictJson};
use super::json;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::quoting;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/organizations/{org}/testcloud/quotes", post(quote))
}

async fn quote(
    State(state): State<AppState>,
    caller: Billing,
    StrictJson(request): StrictJson<QuoteRequest>,
) -> Result<Response, Refusal> {
    let sealed = quoting::quote(&state, &caller.user, caller.organization, &request).await?;
    json(StatusCode::CREATED, &sealed)
}
