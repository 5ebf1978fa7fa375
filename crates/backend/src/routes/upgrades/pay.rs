use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{Charged, ProblemCode, UpgradeRequest};
use tracing::Instrument;

use super::{answer, headers};
use crate::app::AppState;
use crate::error::Refusal;
use crate::routes::caller::{Billing, StrictJson};
use crate::service::payment::{self, Call};

/// `POST …/upgrades`: pays a sealed quote. The work goes on when the client goes away; its outcome is read by key.
///
/// # Errors
/// The refusals of the contract, in its order.
pub async fn pay(
    caller: Billing,
    State(state): State<AppState>,
    request_headers: HeaderMap,
    request: Request,
) -> Result<Response, Refusal> {
    let path = request.uri().path().to_owned();
    let body = StrictJson::<UpgradeRequest>::bytes(request).await?;
    let read = StrictJson::<UpgradeRequest>::read(&body).map(|StrictJson(request)| request);
    if let Err(unreadable) = &read
        && unreadable.code() == ProblemCode::BodyUnreadable
    {
        return Err(unreadable.clone());
    }
    let call = Call {
        key: headers::idempotency_key(&request_headers)?,
        if_match: headers::if_match(&request_headers)?,
        user: caller.user,
        organization: caller.organization,
        path,
        body,
        request: read,
    };
    let paid = tokio::spawn(payment::pay(state, call).in_current_span()).await;
    let paid = paid.map_err(|stopped| Refusal::internal(&stopped).charged(Charged::Unknown))?;
    answer::paid(paid?)
}
