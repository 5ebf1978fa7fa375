use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use gateway::Intent;
use gateway::wire::{CreateIntent, Empty, IntentPage};
use serde::Deserialize;

use super::answer::Refused;
use super::desk::Desk;
use super::extract::{IdempotencyKey, IntentId, JsonBody, QueryOf};
use crate::teller::{Order, Refusal};

const PAGE: usize = 100;

pub async fn create(
    State(desk): State<Desk>,
    IdempotencyKey(key): IdempotencyKey,
    JsonBody(body): JsonBody<CreateIntent>,
) -> Result<(StatusCode, Json<Intent>), Refused> {
    let order = Order {
        organization: body.organization,
        amount_minor: body.amount_minor,
        currency: body.currency,
        card_ref: body.card_ref,
        attempt: body.attempt,
    };
    let intent = desk.ask(move |teller, now| teller.create(&order, &key, now)).await?;
    Ok((StatusCode::CREATED, Json(intent.answer(desk.0.origins.public()))))
}

pub async fn confirm(
    State(desk): State<Desk>,
    IntentId(id): IntentId,
    IdempotencyKey(key): IdempotencyKey,
    JsonBody(Empty {}): JsonBody<Empty>,
) -> Result<Json<Intent>, Refused> {
    let confirmed = desk.ask(move |teller, now| teller.confirm(&id, &key, now)).await?;
    if confirmed.late && !desk.outlast_the_caller().await {
        return Err(Refused::new(StatusCode::GATEWAY_TIMEOUT, "closing", "The sandbox is stopping."));
    }
    Ok(Json(confirmed.intent.answer(desk.0.origins.public())))
}

pub async fn cancel(
    State(desk): State<Desk>,
    IntentId(id): IntentId,
    IdempotencyKey(key): IdempotencyKey,
    JsonBody(Empty {}): JsonBody<Empty>,
) -> Result<Json<Intent>, Refused> {
    let intent = desk.ask(move |teller, now| teller.cancel(&id, &key, now)).await?;
    Ok(Json(intent.answer(desk.0.origins.public())))
}

pub async fn retrieve(State(desk): State<Desk>, IntentId(id): IntentId) -> Result<Json<Intent>, Refused> {
    let intent =
        desk.ask(move |teller, _| teller.book().intent(&id).cloned().ok_or(Refusal::IntentUnknown)).await?;
    Ok(Json(intent.answer(desk.0.origins.public())))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    after: Option<String>,
}

pub async fn list(
    State(desk): State<Desk>,
    QueryOf(Listing { after }): QueryOf<Listing>,
) -> Result<Json<IntentPage>, Refused> {
    let intents = desk
        .ask(move |teller, _| {
            teller.book().page(after.as_deref(), PAGE).map(<[_]>::to_vec).ok_or(Refusal::IntentUnknown)
        })
        .await?;
    let origin = desk.0.origins.public();
    Ok(Json(IntentPage { content: intents.iter().map(|intent| intent.answer(origin)).collect() }))
}
