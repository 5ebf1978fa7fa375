use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{Charged, ProblemCode, UpgradeRequest};
use tracing::Instrument;

use super::{answer, headers};
use crate::app::AppState;
use crate::error::Refusal;
use crate::routes::caller::{Billing, StrictJson};
use crate::service::payment::{self, PaymentRequest};

/// `POST …/upgrades`: pays a sealed quote.
///
/// The payment continues if the client disconnects. The client then reads the outcome by idempotency key.
///
/// # Errors
/// Refusals in the order that the API contract defines.
pub async fn pay(
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
        user: caller.user,
        organization: caller.organization,
        path,
        body,
        request,
    };
    let paid = tokio::spawn(payment::pay(state, call).in_current_span()).await;
    let paid = paid.map_err(|error| Refusal::internal(&error).charged(Charged::Unknown))?;
    answer::paid(paid?)
}
