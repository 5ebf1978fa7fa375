use axum::Json;
use axum::extract::State;
use gateway::Card;
use gateway::wire::{Empty, ResolveToken};

use super::answer::ErrorResponse;
use super::extract::JsonBody;
use super::shared_state::SharedState;
use crate::processor::ProcessorError;

pub async fn resolve(
    State(state): State<SharedState>,
    JsonBody(ResolveToken { token }): JsonBody<ResolveToken>,
) -> Result<Json<Card>, ErrorResponse> {
    let card = state
        .run(move |processor, _| processor.book().card_of_token(&token).ok_or(ProcessorError::TokenUnknown))
        .await?;
    Ok(Json(card.card))
}

pub async fn health() -> Json<Empty> {
    Json(Empty {})
}
