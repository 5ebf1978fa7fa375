use axum::Json;
use axum::extract::State;
use gateway::Card;
use gateway::wire::{Empty, ResolveToken};

use super::answer::Refused;
use super::desk::Desk;
use super::extract::JsonBody;
use crate::teller::Refusal;

pub async fn resolve(
    State(desk): State<Desk>,
    JsonBody(ResolveToken { token }): JsonBody<ResolveToken>,
) -> Result<Json<Card>, Refused> {
    let card =
        desk.ask(move |teller, _| teller.book().card_of_token(&token).ok_or(Refusal::TokenUnknown)).await?;
    Ok(Json(card.card))
}

pub async fn health() -> Json<Empty> {
    Json(Empty {})
}
