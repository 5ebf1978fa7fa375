use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use gateway::Intent;
use gateway::wire::{CreateIntent, EmptyBody, IntentPage};
use serde::Deserialize;

use super::error_response::ErrorResponse;
use super::extract::{IdempotencyKey, IntentId, JsonBody, QueryOf};
use super::shared_state::SharedState;
use crate::processor::{Order, ProcessorError};

const PAGE: usize = 100;

pub async fn create(
    State(state): State<SharedState>,
    IdempotencyKey(key): IdempotencyKey,
    JsonBody(body): JsonBody<CreateIntent>,
) -> Result<(StatusCode, Json<Intent>), ErrorResponse> {
    let order = Order {
        organization: body.organization,
        amount_minor: body.amount_minor,
        currency: body.currency,
        card_ref: body.card_ref,
        attempt: body.attempt,
    };
    let intent = state.run(move |processor, now| processor.create(&order, &key, now)).await?;
    Ok((StatusCode::CREATED, Json(intent.to_response(state.0.origins.public()))))
}

pub async fn confirm(
    State(state): State<SharedState>,
    IntentId(id): IntentId,
    IdempotencyKey(key): IdempotencyKey,
    JsonBody(EmptyBody {}): JsonBody<EmptyBody>,
) -> Result<Json<Intent>, ErrorResponse> {
    let confirmed = state.run(move |processor, now| processor.confirm(&id, &key, now)).await?;
    if confirmed.late && !state.delay_past_the_timeout().await {
        return Err(ErrorResponse::new(StatusCode::GATEWAY_TIMEOUT, "closing", "The sandbox is stopping."));
    }
    Ok(Json(confirmed.intent.to_response(state.0.origins.public())))
}

pub async fn cancel(
    State(state): State<SharedState>,
    IntentId(id): IntentId,
    IdempotencyKey(key): IdempotencyKey,
    JsonBody(EmptyBody {}): JsonBody<EmptyBody>,
) -> Result<Json<Intent>, ErrorResponse> {
    let intent = state.run(move |processor, now| processor.cancel(&id, &key, now)).await?;
    Ok(Json(intent.to_response(state.0.origins.public())))
}

pub async fn retrieve(
    State(state): State<SharedState>,
    IntentId(id): IntentId,
) -> Result<Json<Intent>, ErrorResponse> {
    let intent = state
        .run(move |processor, _| processor.book().intent(&id).cloned().ok_or(ProcessorError::IntentUnknown))
        .await?;
    Ok(Json(intent.to_response(state.0.origins.public())))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    after: Option<String>,
}

pub async fn list(
    State(state): State<SharedState>,
    QueryOf(Listing { after }): QueryOf<Listing>,
) -> Result<Json<IntentPage>, ErrorResponse> {
    let intents = state
        .run(move |processor, _| {
            processor
                .book()
                .page(after.as_deref(), PAGE)
                .map(<[_]>::to_vec)
                .ok_or(ProcessorError::IntentUnknown)
        })
        .await?;
    let origin = state.0.origins.public();
    Ok(Json(IntentPage { content: intents.iter().map(|intent| intent.to_response(origin)).collect() }))
}
