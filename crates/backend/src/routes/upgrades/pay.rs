use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{Charged, ProblemCode, UpgradeAnswer, UpgradeRequest};
use tracing::Instrument;

use super::{headers, response};
use crate::app::AppState;
use crate::error::Refusal;
use crate::routes::caller::{Billing, StrictJson};
use crate::routes::openapi::ProblemResponse;
use crate::service::payment::{self, PaymentRequest};

/// Pays a sealed quote exactly once.
#[utoipa::path(
    post,
    path = "/organizations/{org}/testcloud/upgrades",
    operation_id = "upgrade",
    params(headers::IdempotencyKey, headers::IfMatch),
    request_body = UpgradeRequest,
    responses(
        (status = 200, description = "The result of an earlier request with this key.", body = UpgradeAnswer),
        (status = 201, description = "Charged and applied.", body = UpgradeAnswer),
        (status = 202, description = "Not final. Poll the URL in the Location header.", body = UpgradeAnswer),
        (status = 402, response = ProblemResponse),
        (status = 409, response = ProblemResponse),
        (status = 410, response = ProblemResponse),
        (status = 412, response = ProblemResponse),
        (status = 428, response = ProblemResponse),
        (status = 429, response = ProblemResponse),
    ),
)]
pub(super) async fn pay(
    caller: Billing,
    State(state): State<AppState>,
    request_headers: HeaderMap,
    request: Request,
) -> Result<Response, Refusal> {
    let path = request.uri().path().to_owned();
    let body = StrictJson::<UpgradeRequest>::bytes(request).await?;
    let request = StrictJson::<UpgradeRequest>::read(&body).map(|StrictJson(request)| request);
    if let Err(refusal) = &request
        && refusal.code() == ProblemCode::BodyUnreadable
    {
        return Err(refusal.clone());
    }
    let call = PaymentRequest {
        key: headers::idempotency_key(&request_headers)?,
        if_match: headers::if_match(&request_headers)?,
        return_url: caller.return_url(&state, &request_headers),
        is_sign_in_recent: caller.embedded.is_none_or(|embedded| embedded.may_pay()),
        user: caller.user,
        organization: caller.organization,
        path,
        body,
        request,
    };
    let config = Arc::clone(&state.config);
    // Spawn a task, so that the payment continues if the client disconnects. The client then reads the outcome by key.
    let paid = tokio::spawn(payment::pay(state, call).in_current_span()).await;
    let paid = paid.map_err(|error| Refusal::internal(&error).charged(Charged::Unknown))?;
    response::of_payment(&config, paid?)
}
