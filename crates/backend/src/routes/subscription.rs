use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{ETAG, HeaderValue};
use axum::response::Response;
use axum::routing::get;

use super::caller::Billing;
use super::json;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::snapshot;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/organizations/{org}/testcloud/subscription", get(read))
}

async fn read(State(state): State<AppState>, caller: Billing) -> Result<Response, Refusal> {
    answer(&state, caller.organization).await
}

/// The current subscription, with its version as the `ETag`.
pub(super) async fn answer(state: &AppState, organization: i64) -> Result<Response, Refusal> {
    let mut transaction = state.store.reading().await?;
    let subscription = snapshot::show(&mut transaction, state, organization, state.clock.now()).await?;
    if subscription.renewal_due {
        state.renewal_wake.notify_one();
    }
    let mut response = json(StatusCode::OK, &subscription)?;
    let etag = HeaderValue::try_from(format!("\"{}\"", subscription.version));
    response.headers_mut().insert(ETAG, etag.map_err(|error| Refusal::internal(&error))?);
    Ok(response)
}
