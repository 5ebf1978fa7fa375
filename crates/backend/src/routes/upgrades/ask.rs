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

/// The attempt named in a path.
#[derive(Debug, Deserialize)]
pub struct Named {
    upgrade: String,
}

fn named(path: Result<Path<Named>, PathRejection>) -> Result<String, Refusal> {
    path.map(|Path(Named { upgrade })| upgrade).map_err(|_| Refusal::new(ProblemCode::NotFound))
}

/// `GET …/upgrades/{upgrade}`: the attempt, with its receipt once charged.
///
/// # Errors
/// 404 for an attempt of another organization, as for none.
pub async fn show(
    caller: Billing,
    State(state): State<AppState>,
    path: Result<Path<Named>, PathRejection>,
) -> Result<Json<UpgradeAnswer>, Refusal> {
    let attempt = payment::attempt(&state, caller.organization, &named(path)?).await?;
    payment::answer(&state, &attempt).await.map(Json)
}

/// `GET …/upgrades/by-key`: the attempt the caller began with the key in the header.
///
/// # Errors
/// 404 `attempt_unknown` where there is none yet, 400 where the key is none.
pub async fn show_by_key(
    caller: Billing,
    State(state): State<AppState>,
    request_headers: HeaderMap,
) -> Result<Json<UpgradeAnswer>, Refusal> {
    let key = headers::idempotency_key(&request_headers)?;
    let attempt = payment::attempt_by_key(&state, caller.organization, &caller.user.id, &key).await?;
    payment::answer(&state, &attempt).await.map(Json)
}

/// `POST …/upgrades/{upgrade}/confirmation`: after the bank's page, asks the gateway what became of it.
///
/// # Errors
/// 404 for an attempt of another organization, as for none.
pub async fn confirm(
    caller: Billing,
    State(state): State<AppState>,
    path: Result<Path<Named>, PathRejection>,
    _: StrictJson<Empty>,
) -> Result<Response, Refusal> {
    let attempt = payment::attempt(&state, caller.organization, &named(path)?).await?;
    // In a task of its own: what the gateway says is written down also when nobody waits for it any more.
    let looked = async move {
        let attempt = payment::refresh(&state, attempt, &caller.user.id).await?;
        let said = payment::answer(&state, &attempt).await?;
        Ok::<_, Refusal>((attempt, said))
    };
    let (attempt, said) =
        tokio::spawn(looked.in_current_span()).await.map_err(|stopped| Refusal::internal(&stopped))??;
    answer::standing(&attempt, said)
}

/// `POST …/upgrades/{upgrade}/cancellation`: gives up a payment that waits for the bank's confirmation.
///
/// # Errors
/// 404 for an attempt of another organization, 409 `attempt_not_cancelable`.
pub async fn cancel(
    caller: Billing,
    State(state): State<AppState>,
    path: Result<Path<Named>, PathRejection>,
    _: StrictJson<Empty>,
) -> Result<Response, Refusal> {
    let attempt = payment::attempt(&state, caller.organization, &named(path)?).await?;
    let canceled = async move {
        let attempt = payment::cancel_payment(&state, attempt, &caller.user.id).await?;
        let said = payment::answer(&state, &attempt).await?;
        Ok::<_, Refusal>((attempt, said))
    };
    let (attempt, said) =
        tokio::spawn(canceled.in_current_span()).await.map_err(|stopped| Refusal::internal(&stopped))??;
    answer::standing(&attempt, said)
}
