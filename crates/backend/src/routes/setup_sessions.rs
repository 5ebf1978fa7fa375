//! Visits to the gateway's page that saves a card.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::{ProblemCode, SetupSession, SetupSessionForm};
use serde::Deserialize;
use tracing::Instrument;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Billing, Empty, StrictJson};
use super::json;
use super::openapi::ProblemResponse;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::setup_session::{self, NewSetup};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(create)).routes(routes!(complete))
}

/// The path parameters of a setup session.
#[derive(Debug, Deserialize)]
struct SetupSessionPath {
    id: String,
}

/// Opens the gateway's page that saves a card.
#[utoipa::path(
    post,
    path = "/organizations/{org}/payment-method/setup-sessions",
    operation_id = "createSetupSession",
    request_body = SetupSessionForm,
    responses(
        (status = 201, description = "The page to open.", body = SetupSession),
        (status = 429, response = ProblemResponse),
    ),
)]
async fn create(
    State(state): State<AppState>,
    caller: Billing,
    headers: HeaderMap,
    StrictJson(form): StrictJson<SetupSessionForm>,
) -> Result<Response, Refusal> {
    let new = NewSetup {
        return_url: caller.return_url(&state, &headers),
        is_sign_in_recent: caller.embedded.is_none_or(|embedded| embedded.may_pay()),
        user: caller.user,
        organization: caller.organization,
        path: form.r#return,
        locale: locale(form.locale)?,
    };
    let create = async move { setup_session::create(&state, &new).await };
    let session = tokio::spawn(create.in_current_span()).await;
    let session = session.map_err(|error| Refusal::internal(&error))??;
    json(StatusCode::CREATED, &session)
}

/// Puts the card of a setup session on file, after the gateway has confirmed it, and retries an unpaid renewal with it.
#[utoipa::path(
    post,
    path = "/organizations/{org}/payment-method/setup-sessions/{id}/completion",
    operation_id = "completeSetupSession",
    request_body = Empty,
    responses(
        (status = 200, description = "The card is on file.", body = SetupSession),
        (status = 202, description = "The page is still open.", body = SetupSession),
        (status = 409, response = ProblemResponse),
    ),
)]
async fn complete(
    State(state): State<AppState>,
    caller: Billing,
    path: Result<Path<SetupSessionPath>, PathRejection>,
    _: StrictJson<Empty>,
) -> Result<Response, Refusal> {
    let Path(SetupSessionPath { id }) = path.map_err(|_| Refusal::new(ProblemCode::NotFound))?;
    // Spawn a task, so that the card is stored even if the client disconnects.
    let complete = async move { setup_session::complete(&state, caller.organization, &id).await };
    let session = tokio::spawn(complete.in_current_span()).await;
    let session = session.map_err(|error| Refusal::internal(&error))??;
    let status = if session.payment_method.is_some() { StatusCode::OK } else { StatusCode::ACCEPTED };
    json(status, &session)
}

/// The language of the page. `auto` is that of the browser.
fn locale(requested: Option<String>) -> Result<String, Refusal> {
    let Some(tag) = requested else { return Ok("auto".to_owned()) };
    let is_tag = (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_tag { Ok(tag) } else { Err(Refusal::new(ProblemCode::BodyInvalid).field("locale", "invalid")) }
}
