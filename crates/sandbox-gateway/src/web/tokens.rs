use axum::Json;
use axum::extract::State;
use gateway::Card;
use gateway::wire::{EmptyBody, ResolveToken};

use super::error_response::ErrorResponse;
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

pub async fn health() -> Json<EmptyBody> {
    Json(EmptyBody {})
}
