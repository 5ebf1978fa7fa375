use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::error_response::ErrorResponse;
use super::extract::JsonBody;
use super::shared_state::SharedState;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ClockBody {
    instant: String,
}

pub async fn read(State(state): State<SharedState>) -> Json<ClockBody> {
    Json(ClockBody { instant: state.0.clock.now().to_string() })
}

pub async fn set(
    State(state): State<SharedState>,
    JsonBody(ClockBody { instant }): JsonBody<ClockBody>,
) -> Result<Json<ClockBody>, ErrorResponse> {
    let clock = Arc::clone(&state.0.clock);
    let instant = state.run(move |processor, _| processor.set_clock(&clock, &instant)).await?;
    Ok(Json(ClockBody { instant: instant.to_string() }))
}
