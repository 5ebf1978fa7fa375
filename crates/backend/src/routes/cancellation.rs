use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::post;

use super::caller::{Billing, Empty, StrictJson};
use super::subscription;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::cancellation::{AutoRenewal, set};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/organizations/{org}/testcloud/cancellation", post(cancel).delete(reactivate))
}

async fn cancel(
    State(state): State<AppState>,
    caller: Billing,
    StrictJson(Empty {}): StrictJson<Empty>,
) -> Result<Response, Refusal> {
    set(&state, &caller.user, caller.organization, AutoRenewal::Off).await?;
    subscription::answer(&state, caller.organization).await
}

async fn reactivate(
    State(state): State<AppState>,
    caller: Billing,
    request: Request,
) -> Result<Response, Refusal> {
    Empty::allowed_absent(request).await?;
    set(&state, &caller.user, caller.organization, AutoRenewal::On).await?;
    subscription::answer(&state, caller.organization).await
}
