use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::{Membership, User};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::SignedIn;
use super::json;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::unreadable;
use crate::store::people;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(me))
}

/// Returns the signed-in person and their organizations.
#[utoipa::path(
    get,
    path = "/users/me",
    operation_id = "me",
    responses((status = 200, description = "The person.", body = User)),
)]
async fn me(State(state): State<AppState>, caller: SignedIn) -> Result<Response, Refusal> {
    json(StatusCode::OK, &describe(&state, caller).await?)
}

/// The API representation of a user, with their organizations. An embed session has one.
pub(super) async fn describe(
    state: &AppState,
    SignedIn { user, embedded }: SignedIn,
) -> Result<User, Refusal> {
    let mut transaction = state.store.begin_read().await?;
    let organizations = people::memberships(&mut transaction, &user.id).await?;
    let is_within = |membership: &Membership| {
        embedded.as_ref().is_none_or(|embedded| embedded.organization == membership.id)
    };
    let readable = |membership| unreadable::readable_row(state, "organization", membership);
    Ok(User {
        full_name: user.full_name(),
        sample_data: people::holds_sample_data(&mut transaction).await?,
        organizations: organizations.into_iter().filter_map(readable).filter(is_within).collect(),
        id: user.id,
        email: user.email,
        first_name: user.first_name,
        last_name: user.last_name,
    })
}
