use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use contract::{ProblemCode, RenewalConfirmation};
use tracing::Instrument;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Billing, Empty, StrictJson};
use super::openapi::ProblemResponse;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::renewals;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(confirm))
}

/// Confirms the unpaid renewal with the bank, while `renewalConfirmable` is true.
#[utoipa::path(
    post,
    path = "/organizations/{org}/testcloud/renewals/current/confirmation",
    operation_id = "confirmRenewal",
    request_body = Empty,
    responses(
        (status = 200, description = "The bank's page.", body = RenewalConfirmation),
        (status = 409, response = ProblemResponse),
        (status = 429, response = ProblemResponse),
    ),
)]
async fn confirm(
    State(state): State<AppState>,
    caller: Billing,
    headers: HeaderMap,
    StrictJson(Empty {}): StrictJson<Empty>,
) -> Result<Json<RenewalConfirmation>, Refusal> {
    if caller.embedded.as_ref().is_some_and(|embedded| !embedded.may_pay()) {
        return Err(Refusal::new(ProblemCode::StepUpRequired));
    }
    let return_url = caller.return_url(&state, &headers).of_subscription(caller.organization);
    // Spawn a task, so that the gateway's response is stored even if the client disconnects.
    let confirm = async move {
        renewals::confirm_with_bank(&state, &caller.user, caller.organization, return_url).await
    };
    let url = tokio::spawn(confirm.in_current_span()).await;
    let url = url.map_err(|error| Refusal::internal(&error))??;
    Ok(Json(RenewalConfirmation { url }))
}
