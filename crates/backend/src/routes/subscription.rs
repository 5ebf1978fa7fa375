use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{ETAG, HeaderValue};
use axum::response::Response;
use contract::Subscription;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Billing;
use super::json;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::snapshot;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(read))
}

/// Returns the subscription with the engine's input for quotes. The ETag is its version.
#[utoipa::path(
    get,
    path = "/organizations/{org}/testcloud/subscription",
    operation_id = "subscription",
    responses((status = 200, description = "The subscription.", body = Subscription)),
)]
async fn read(State(state): State<AppState>, caller: Billing) -> Result<Response, Refusal> {
    respond(&state, caller.organization).await
}

/// The response with the current subscription and its version as the `ETag`.
pub(super) async fn respond(state: &AppState, organization: i64) -> Result<Response, Refusal> {
    let mut transaction = state.store.begin_read().await?;
    let subscription = snapshot::show(&mut transaction, state, organization, state.clock.now()).await?;
    if subscription.renewal_due {
        state.renewal_wake.notify_one();
    }
    let mut response = json(StatusCode::OK, &subscription)?;
    let etag = HeaderValue::try_from(format!("\"{}\"", subscription.version));
    response.headers_mut().insert(ETAG, etag.map_err(|error| Refusal::internal(&error))?);
    Ok(response)
}
