use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use contract::ProblemCode;

use super::SessionCookie;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::sign_in;
use crate::store::people::UserRow;

/// A user with a valid session. Other callers get 401.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The user.
    pub user: UserRow,
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        let token = SessionCookie::of(&state.config).token(&parts.headers);
        let token = token.ok_or_else(|| Refusal::new(ProblemCode::SignedOut))?;
        let user = sign_in::session_of(state, token).await?;
        user.map(|user| Self { user }).ok_or_else(|| Refusal::new(ProblemCode::SignedOut))
    }
}
