use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::{EmbedCode, EmbedCodeRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{EmbedClient, StrictJson};
use super::json;
use super::openapi::ProblemResponse;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::embedding;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(issue))
}

/// Issues a one-time code for a session in a frame. Called by a portal's server.
#[utoipa::path(
    post,
    path = "/embed-codes",
    operation_id = "embedCode",
    security(("clientSecretBasic" = [])),
    request_body = EmbedCodeRequest,
    responses(
        (status = 201, description = "The code.", body = EmbedCode),
        (status = 401, response = ProblemResponse),
        (status = 404, response = ProblemResponse),
        (status = 413, response = ProblemResponse),
        (status = 415, response = ProblemResponse),
        (status = 422, response = ProblemResponse),
        (status = 429, response = ProblemResponse),
    ),
)]
async fn issue(
    State(state): State<AppState>,
    EmbedClient(client): EmbedClient,
    StrictJson(request): StrictJson<EmbedCodeRequest>,
) -> Result<Response, Refusal> {
    json(StatusCode::CREATED, &embedding::issue_code(&state, &client, request).await?)
}
