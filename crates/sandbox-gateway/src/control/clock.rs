use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use billing::Instant;
use serde::{Deserialize, Serialize};

use super::extract::{JsonBody, Refused};
use crate::book::{Entry, EntryName};
use crate::shared_state::SharedState;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ClockBody {
    instant: String,
}

pub async fn read(State(state): State<SharedState>) -> Json<ClockBody> {
    Json(ClockBody { instant: state.0.clock.now().to_string() })
}

/// Sets the clock. The clock is state of the process: a restart does not restore it.
pub async fn set(
    State(state): State<SharedState>,
    JsonBody(ClockBody { instant }): JsonBody<ClockBody>,
) -> Result<Json<ClockBody>, Refused> {
    let instant = Instant::parse(&instant)
        .ok_or_else(|| Refused::unprocessable("The instant must have the form YYYY-MM-DDTHH:MM:SSZ."))?;
    let clock = Arc::clone(&state.0.clock);
    state
        .change(move |draft| {
            draft.write(Entry::new(EntryName::ClockSet, draft.now).because(&instant.to_string()));
            Ok(())
        })
        .await?;
    clock.set(instant);
    Ok(Json(ClockBody { instant: instant.to_string() }))
}
