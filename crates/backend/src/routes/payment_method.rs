use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::{PaymentMethod, PaymentMethodForm};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Billing, StrictJson};
use super::json;
use super::openapi::ProblemResponse;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::payment_method;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(replace))
}

/// Replaces the card on file and retries an unpaid renewal with it.
#[utoipa::path(
    put,
    path = "/organizations/{org}/payment-method",
    operation_id = "replacePaymentMethod",
    request_body = PaymentMethodForm,
    responses(
        (status = 200, description = "The card.", body = PaymentMethod),
        (status = 429, response = ProblemResponse),
    ),
)]
async fn replace(
    State(state): State<AppState>,
    caller: Billing,
    StrictJson(form): StrictJson<PaymentMethodForm>,
) -> Result<Response, Refusal> {
    let token = &form.gateway_token;
    let summary = payment_method::replace(&state, &caller.user, caller.organization, token).await?;
    json(StatusCode::OK, &summary)
}
