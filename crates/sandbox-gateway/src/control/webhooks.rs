use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::extract::{JsonBody, Refused};
use crate::records::{Event, Find};
use crate::shared_state::SharedState;
use crate::webhooks::{Endpoint, WebhookSecret};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointBody {
    url: String,
    secret: String,
}

/// An endpoint without its secret.
#[derive(Serialize)]
pub struct EndpointSummary {
    id: String,
    url: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryState {
    paused: bool,
    #[serde(default, skip_deserializing)]
    waiting: usize,
}

impl From<&Endpoint> for EndpointSummary {
    fn from(endpoint: &Endpoint) -> Self {
        Self { id: endpoint.id.clone(), url: endpoint.url.to_string() }
    }
}

pub async fn endpoints(State(state): State<SharedState>) -> Json<Vec<EndpointSummary>> {
    Json(state.0.deliveries.endpoints().iter().map(EndpointSummary::from).collect())
}

/// Adds an endpoint until the sandbox stops. The secret is not in the book.
pub async fn add_endpoint(
    State(state): State<SharedState>,
    JsonBody(body): JsonBody<EndpointBody>,
) -> Result<(StatusCode, Json<EndpointSummary>), Refused> {
    let secret = WebhookSecret::parse(&body.secret).ok_or_else(|| {
        Refused::unprocessable("The secret must be whsec_ and 16 to 255 random characters.")
    })?;
    let endpoint = Endpoint::new(&body.url, secret)
        .map_err(|_| Refused::unprocessable("The URL must start with http:// and a host."))?;
    let summary = EndpointSummary::from(&endpoint);
    state.0.deliveries.add_endpoint(endpoint);
    Ok((StatusCode::CREATED, Json(summary)))
}

pub async fn remove_endpoint(
    State(state): State<SharedState>,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    if state.0.deliveries.remove_endpoint(&id) {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Refused::not_found("No such webhook endpoint."))
}

pub async fn delivery(State(state): State<SharedState>) -> Json<DeliveryState> {
    let deliveries = &state.0.deliveries;
    Json(DeliveryState { paused: deliveries.is_paused(), waiting: deliveries.waiting() })
}

/// Pauses or resumes the delivery of all events.
pub async fn set_delivery(
    State(state): State<SharedState>,
    JsonBody(body): JsonBody<DeliveryState>,
) -> Json<DeliveryState> {
    state.0.deliveries.set_paused(body.paused);
    delivery(State(state)).await
}

/// Delivers an event again to all endpoints.
pub async fn redeliver(
    State(state): State<SharedState>,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    let event = id.clone();
    let is_known = state.run(move |engine, _| Ok(engine.store().get::<Event>(&event).is_some())).await?;
    if !is_known {
        return Err(Refused::not_found("No such event."));
    }
    state.0.deliveries.deliver_again(&id);
    Ok(StatusCode::ACCEPTED)
}
