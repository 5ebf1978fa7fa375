use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{ProblemCode, UpgradeAnswer};
use serde::Deserialize;
use tracing::Instrument;

use super::{headers, response};
use crate::app::AppState;
use crate::error::Refusal;
use crate::routes::caller::{Billing, Empty, StrictJson};
use crate::routes::openapi::ProblemResponse;
use crate::service::payment;

/// The path parameters of an attempt.
#[derive(Debug, Deserialize)]
pub struct AttemptPath {
    id: String,
}

fn attempt_id(path: Result<Path<AttemptPath>, PathRejection>) -> Result<String, Refusal> {
    path.map(|Path(AttemptPath { id })| id).map_err(|_| Refusal::new(ProblemCode::NotFound))
}

/// Returns a payment attempt.
#[utoipa::path(
    get,
    path = "/organizations/{org}/testcloud/upgrades/{id}",
    operation_id = "upgradeById",
    responses(
        (status = 200, description = "The attempt, with its receipt if it is charged.", body = UpgradeAnswer),
    ),
)]
pub(super) async fn show(
    caller: Billing,
    State(state): State<AppState>,
    path: Result<Path<AttemptPath>, PathRejection>,
) -> Result<Json<UpgradeAnswer>, Refusal> {
    let attempt = payment::attempt(&state, caller.organization, &attempt_id(path)?).await?;
    payment::answer(&state, &attempt).await.map(Json)
}

/// Returns the payment attempt with this idempotency key.
#[utoipa::path(
    get,
    path = "/organizations/{org}/testcloud/upgrades/by-key",
    operation_id = "upgradeByKey",
    params(headers::IdempotencyKey),
    responses(
        (status = 200, description = "The attempt, with its receipt if it is charged.", body = UpgradeAnswer),
    ),
)]
pub(super) async fn show_by_key(
    caller: Billing,
    State(state): State<AppState>,
    request_headers: HeaderMap,
) -> Result<Json<UpgradeAnswer>, Refusal> {
    let key = headers::idempotency_key(&request_headers)?;
    let attempt = payment::attempt_by_key(&state, caller.organization, &caller.user.id, &key).await?;
    payment::answer(&state, &attempt).await.map(Json)
}

/// Updates a payment attempt from the gateway after the bank's confirmation page.
#[utoipa::path(
    post,
    path = "/organizations/{org}/testcloud/upgrades/{id}/confirmation",
    operation_id = "confirmUpgrade",
    request_body = Empty,
    responses(
        (status = 200, description = "The attempt.", body = UpgradeAnswer),
        (status = 202, description = "Not final.", body = UpgradeAnswer),
    ),
)]
pub(super) async fn confirm(
    caller: Billing,
    State(state): State<AppState>,
    path: Result<Path<AttemptPath>, PathRejection>,
    _: StrictJson<Empty>,
) -> Result<Response, Refusal> {
    let attempt = payment::attempt(&state, caller.organization, &attempt_id(path)?).await?;
    // Spawn a task, so that the gateway's response is stored even if the client disconnects.
    let config = Arc::clone(&state.config);
    let refresh = async move {
        let attempt = payment::refresh(&state, attempt, &caller.user.id).await?;
        let body = payment::answer(&state, &attempt).await?;
        Ok::<_, Refusal>((attempt, body))
    };
    let (attempt, body) =
        tokio::spawn(refresh.in_current_span()).await.map_err(|error| Refusal::internal(&error))??;
    response::of_attempt(&config, &attempt, body)
}

/// Cancels a payment attempt that requires the bank's confirmation.
#[utoipa::path(
    post,
    path = "/organizations/{org}/testcloud/upgrades/{id}/cancellation",
    operation_id = "cancelUpgrade",
    request_body = Empty,
    responses(
        (status = 200, description = "Canceled, or charged if the charge succeeded before the cancellation.", body = UpgradeAnswer),
        (status = 202, description = "Not final.", body = UpgradeAnswer),
        (status = 409, response = ProblemResponse),
    ),
)]
pub(super) async fn cancel(
    caller: Billing,
    State(state): State<AppState>,
    path: Result<Path<AttemptPath>, PathRejection>,
    _: StrictJson<Empty>,
) -> Result<Response, Refusal> {
    let attempt = payment::attempt(&state, caller.organization, &attempt_id(path)?).await?;
    let config = Arc::clone(&state.config);
    let cancel = async move {
        let attempt = payment::cancel_payment(&state, attempt, &caller.user.id).await?;
        let body = payment::answer(&state, &attempt).await?;
        Ok::<_, Refusal>((attempt, body))
    };
    let (attempt, body) =
        tokio::spawn(cancel.in_current_span()).await.map_err(|error| Refusal::internal(&error))??;
    response::of_attempt(&config, &attempt, body)
}
