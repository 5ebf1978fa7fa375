use axum::extract::{Request, State};
use axum::response::Response;
use contract::Subscription;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Billing, Empty, StrictJson};
use super::openapi::ProblemResponse;
use super::subscription;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::cancellation::{AutoRenewal, set};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(cancel, reactivate))
}

/// Turns off automatic renewal.
#[utoipa::path(
    post,
    path = "/organizations/{org}/testcloud/cancellation",
    operation_id = "cancel",
    request_body = Empty,
    responses(
        (status = 200, description = "The subscription.", body = Subscription),
        (status = 409, response = ProblemResponse),
    ),
)]
async fn cancel(
    State(state): State<AppState>,
    caller: Billing,
    StrictJson(Empty {}): StrictJson<Empty>,
) -> Result<Response, Refusal> {
    set(&state, &caller.user, caller.organization, AutoRenewal::Off).await?;
    subscription::respond(&state, caller.organization).await
}

/// Turns on automatic renewal.
#[utoipa::path(
    delete,
    path = "/organizations/{org}/testcloud/cancellation",
    operation_id = "reactivate",
    request_body = Empty,
    responses(
        (status = 200, description = "The subscription.", body = Subscription),
        (status = 409, response = ProblemResponse),
    ),
)]
async fn reactivate(
    State(state): State<AppState>,
    caller: Billing,
    request: Request,
) -> Result<Response, Refusal> {
    Empty::allowed_absent(request).await?;
    set(&state, &caller.user, caller.organization, AutoRenewal::On).await?;
    subscription::respond(&state, caller.organization).await
}
