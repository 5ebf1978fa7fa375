use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::{AccessRequestForm, SentAccessRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Member, StrictJson};
use super::json;
use super::openapi::ProblemResponse;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::access_request;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(request_access))
}

/// Requests an upgrade from the owners and billing managers. Available to every member.
#[utoipa::path(
    post,
    path = "/organizations/{org}/testcloud/access-requests",
    operation_id = "requestAccess",
    request_body = AccessRequestForm,
    responses(
        (status = 202, description = "The request is visible to owners and billing managers.", body = SentAccessRequest),
        (status = 429, response = ProblemResponse),
    ),
)]
async fn request_access(
    State(state): State<AppState>,
    caller: Member,
    StrictJson(form): StrictJson<AccessRequestForm>,
) -> Result<Response, Refusal> {
    let sent = access_request::ask(&state, &caller.user, caller.membership.id, form).await?;
    json(StatusCode::ACCEPTED, &sent)
}
