use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::put;
use contract::PaymentMethodForm;

use super::caller::{Billing, StrictJson};
use super::json;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::payment_method;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/organizations/{org}/payment-method", put(replace))
}

async fn replace(
    State(state): State<AppState>,
    caller: Billing,
    StrictJson(form): StrictJson<PaymentMethodForm>,
) -> Result<Response, Refusal> {
    let token = &form.gateway_token;
    let summary = payment_method::replace(&state, &caller.user, caller.organization, token).await?;
    json(StatusCode::OK, &summary)
}
