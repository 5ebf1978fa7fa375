use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use contract::PromotionCheck;

use super::caller::{Billing, StrictJson};
use super::json;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::promotion_check;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/organizations/{org}/testcloud/promotion-checks", post(check))
}

async fn check(
    State(state): State<AppState>,
    caller: Billing,
    StrictJson(request): StrictJson<PromotionCheck>,
) -> Result<Response, Refusal> {
    let promotion = promotion_check::check(&state, &caller.user, caller.organization, &request).await?;
    json(StatusCode::OK, &promotion)
}
