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
use crate::service::gateway_event;

/// The header with the signature: `t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "t.body">`.
const SIGNATURE: &str = "stripe-signature";

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(receive))
}

/// An event of Stripe's API. Other fields are ignored.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "only its schema is used, because the service reads the body after it verified the signature"
)]
struct GatewayEvent {
    /// Unique id of the event. A redelivered event has the same id.
    id: String,
    /// `event`.
    object: String,
    /// The type of the event, such as `payment_intent.succeeded`. Unknown types are ignored.
    r#type: String,
    /// Whether real money is concerned.
    livemode: bool,
    /// The subject of the event.
    data: EventSubject,
}

/// The subject of a webhook.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct EventSubject {
    /// The object that has changed. It is read from the gateway before anything depends on it.
    object: EventObject,
}

/// The object of a webhook.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct EventObject {
    /// The gateway's id.
    id: String,
    /// The kind of the object, such as `payment_intent`.
    object: String,
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
    let receive = async move { gateway_event::receive(&state, signature.as_deref(), &body).await };
    let result = tokio::spawn(receive.in_current_span()).await;
    result.map_err(|error| Refusal::internal(&error))??;
    Ok(StatusCode::OK)
}
