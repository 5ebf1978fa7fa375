use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use contract::ProblemCode;
use http_server::MAX_BODY_BYTES;
use tracing::Instrument;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::openapi::ProblemResponse;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::payment;

/// The header with the gateway's signature: `t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "t.body">`.
const SIGNATURE: &str = "gateway-signature";

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(receive))
}

/// A webhook of the payment gateway.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "only its schema is used, because the service reads the body after it verified the signature"
)]
struct GatewayEvent {
    /// Unique id of the event. A redelivered event has the same id.
    id: String,
    /// The type of the event.
    r#type: String,
    /// The subject of the event.
    data: EventSubject,
}

/// The subject of a webhook.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct EventSubject {
    /// The payment intent.
    object: EventObject,
}

/// The payment intent of a webhook.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct EventObject {
    /// The gateway's id of the intent.
    id: String,
}

/// Receives a signed webhook of the payment gateway.
#[utoipa::path(
    post,
    path = "/gateway/events",
    operation_id = "gatewayEvent",
    security(("gatewaySignature" = [])),
    request_body = GatewayEvent,
    responses(
        (status = 200, description = "Processed now or earlier."),
        (status = 413, response = ProblemResponse),
    ),
)]
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
