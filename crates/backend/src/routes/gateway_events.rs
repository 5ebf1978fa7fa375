use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::routing::post;
use contract::ProblemCode;
use http_server::MAX_BODY_BYTES;
use tracing::Instrument;

use crate::app::AppState;
use crate::error::Refusal;
use crate::service::payment;

/// The header with the gateway's signature: `t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "t.body">`.
const SIGNATURE: &str = "gateway-signature";

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/gateway/events", post(receive))
}

/// `POST /gateway/events`: receives a webhook. Returns 200 when it is processed or was processed before.
///
/// # Errors
/// 413 for a body over 64 KiB, 400 for an invalid signature, 503 if the gateway must send the webhook again.
async fn receive(State(state): State<AppState>, request: Request) -> Result<StatusCode, Refusal> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY_BYTES).await.map_err(|_| Refusal::new(ProblemCode::BodyTooLarge))?;
    let mut signatures = parts.headers.get_all(SIGNATURE).iter();
    let signature = match (signatures.next(), signatures.next()) {
        (Some(signature), None) => signature.to_str().ok().map(str::to_owned),
        _ => None,
    };
    let receive = async move { payment::receive(&state, signature.as_deref(), &body).await };
    let result = tokio::spawn(receive.in_current_span()).await;
    result.map_err(|error| Refusal::internal(&error))??;
    Ok(StatusCode::OK)
}
