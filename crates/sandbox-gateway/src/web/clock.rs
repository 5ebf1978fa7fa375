use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::answer::Refused;
use super::desk::Desk;
use super::extract::JsonBody;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ClockBody {
    instant: String,
}

pub async fn read(State(desk): State<Desk>) -> Json<ClockBody> {
    Json(ClockBody { instant: desk.0.clock.now().to_string() })
}

pub async fn set(
    State(desk): State<Desk>,
    JsonBody(ClockBody { instant }): JsonBody<ClockBody>,
) -> Result<Json<ClockBody>, Refused> {
    let clock = Arc::clone(&desk.0.clock);
    let instant = desk.ask(move |teller, _| teller.set_clock(&clock, &instant)).await?;
    Ok(Json(ClockBody { instant: instant.to_string() }))
}
