use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::{EmbedSession, EmbedSessionRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::StrictJson;
use super::json;
use super::openapi::ProblemResponse;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::embedding;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(exchange))
}

/// Exchanges a one-time code for a bearer token. Called by the framed page. Ignores cookies and sets none.
#[utoipa::path(
    post,
    path = "/embed-sessions",
    operation_id = "embedSession",
    security(),
    request_body = EmbedSessionRequest,
    responses(
        (status = 201, description = "The token and its limits.", body = EmbedSession),
        (status = 401, response = ProblemResponse),
    ),
)]
async fn exchange(
    State(state): State<AppState>,
    StrictJson(request): StrictJson<EmbedSessionRequest>,
) -> Result<Response, Refusal> {
    json(StatusCode::CREATED, &embedding::exchange_code(&state, request).await?)
}
