use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{ProblemCode, UpgradeAnswer};
use serde::Deserialize;
use tracing::Instrument;

use super::{answer, headers};
use crate::app::AppState;
use crate::error::Refusal;
use crate::routes::caller::{Billing, Empty, StrictJson};
use crate::service::payment;

/// The path parameters of an attempt.
#[derive(Debug, Deserialize)]
pub struct AttemptPath {
    upgrade: String,
}

fn attempt_id(path: Result<Path<AttemptPath>, PathRejection>) -> Result<String, Refusal> {
    path.map(|Path(AttemptPath { upgrade })| upgrade).map_err(|_| Refusal::new(ProblemCode::NotFound))
}

/// `GET …/upgrades/{upgrade}`: returns the attempt, with its receipt once it is charged.
///
/// # Errors
/// 404 if the organization has no such attempt.
pub async fn show(
    caller: Billing,
    State(state): State<AppState>,
    path: Result<Path<AttemptPath>, PathRejection>,
) -> Result<Json<UpgradeAnswer>, Refusal> {
    let attempt = payment::attempt(&state, caller.organization, &attempt_id(path)?).await?;
    payment::answer(&state, &attempt).await.map(Json)
}

/// `GET …/upgrades/by-key`: returns the attempt that the caller started with the idempotency key in the header.
///
/// # Errors
/// 404 `attempt_unknown` if there is no such attempt yet, 400 if the key is missing or invalid.
pub async fn show_by_key(
    caller: Billing,
    State(state): State<AppState>,
    request_headers: HeaderMap,
) -> Result<Json<UpgradeAnswer>, Refusal> {
    let key = headers::idempotency_key(&request_headers)?;
    let attempt = payment::attempt_by_key(&state, caller.organization, &caller.user.id, &key).await?;
    payment::answer(&state, &attempt).await.map(Json)
}

/// `POST …/upgrades/{upgrade}/confirmation`: updates the attempt from the gateway when the buyer returns from the bank.
///
/// # Errors
/// 404 if the organization has no such attempt.
pub async fn confirm(
    caller: Billing,
    State(state): State<AppState>,
    path: Result<Path<AttemptPath>, PathRejection>,
    _: StrictJson<Empty>,
) -> Result<Response, Refusal> {
    let attempt = payment::attempt(&state, caller.organization, &attempt_id(path)?).await?;
    // Spawn a task, so that the gateway's response is stored even if the client disconnects.
    let refresh = async move {
        let attempt = payment::refresh(&state, attempt, &caller.user.id).await?;
        let body = payment::answer(&state, &attempt).await?;
        Ok::<_, Refusal>((attempt, body))
    };
    let (attempt, body) =
        tokio::spawn(refresh.in_current_span()).await.map_err(|error| Refusal::internal(&error))??;
    answer::standing(&attempt, body)
}

/// `POST …/upgrades/{upgrade}/cancellation`: cancels a payment that is waiting for the bank's confirmation.
///
/// # Errors
/// 404 if the organization has no such attempt, 409 `attempt_not_cancelable` if it cannot be canceled.
pub async fn cancel(
    caller: Billing,
    State(state): State<AppState>,
    path: Result<Path<AttemptPath>, PathRejection>,
    _: StrictJson<Empty>,
) -> Result<Response, Refusal> {
    let attempt = payment::attempt(&state, caller.organization, &attempt_id(path)?).await?;
    let cancel = async move {
        let attempt = payment::cancel_payment(&state, attempt, &caller.user.id).await?;
        let body = payment::answer(&state, &attempt).await?;
        Ok::<_, Refusal>((attempt, body))
    };
    let (attempt, body) =
        tokio::spawn(cancel.in_current_span()).await.map_err(|error| Refusal::internal(&error))??;
    answer::standing(&attempt, body)
}
