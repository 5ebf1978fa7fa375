use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::extract::{JsonBody, Refused};
use crate::book::{Entry, EntryName};
use crate::faults::Fault;
use crate::shared_state::SharedState;

pub async fn list(State(state): State<SharedState>) -> Json<Vec<Fault>> {
    Json(state.0.faults.list())
}

pub async fn add(
    State(state): State<SharedState>,
    JsonBody(fault): JsonBody<Fault>,
) -> Result<(StatusCode, Json<Fault>), Refused> {
    if fault.times == 0 {
        return Err(Refused::unprocessable("The fault must affect at least one call."));
    }
    if fault.status.is_some_and(|status| !(400..=599).contains(&status)) {
        return Err(Refused::unprocessable("The status must be from 400 to 599."));
    }
    let description = fault.describe();
    state
        .change(move |draft| {
            draft.write(Entry::new(EntryName::FaultSet, draft.now).because(&description));
            Ok(())
        })
        .await?;
    state.0.faults.add(fault.clone());
    Ok((StatusCode::CREATED, Json(fault)))
}

pub async fn clear(State(state): State<SharedState>) -> StatusCode {
    state.0.faults.clear();
    StatusCode::NO_CONTENT
}
