use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::PromotionCheck;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Billing, StrictJson};
use super::json;
use super::openapi::ProblemResponse;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::promotion_check;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(check))
}

/// Returns a promotion code's terms without counters. A 409 that concerns sessions or cycle includes them in `promotion`.
#[utoipa::path(
    post,
    path = "/organizations/{org}/testcloud/promotion-checks",
    operation_id = "checkPromotion",
    request_body = PromotionCheck,
    responses(
        (status = 200, description = "The terms, as input for the engine.", body = Object),
        (status = 409, response = ProblemResponse),
        (status = 429, response = ProblemResponse),
    ),
)]
async fn check(
    State(state): State<AppState>,
    caller: Billing,
    StrictJson(request): StrictJson<PromotionCheck>,
) -> Result<Response, Refusal> {
    let promotion = promotion_check::check(&state, &caller.user, caller.organization, &request).await?;
    json(StatusCode::OK, &promotion)
}
