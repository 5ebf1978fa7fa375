use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use contract::AccessRequestForm;

use super::caller::{Member, StrictJson};
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::access_request;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/organizations/{org}/testcloud/access-requests", post(ask))
}

async fn ask(
    State(state): State<AppState>,
    caller: Member,
    StrictJson(form): StrictJson<AccessRequestForm>,
) -> Result<StatusCode, Refusal> {
    access_request::ask(&state, &caller.user, caller.membership.id, form).await?;
    Ok(StatusCode::ACCEPTED)
}
