use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use contract::ProblemCode;

use super::authorization::bearer_token;
use super::{SessionCookie, has_authorization};
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::embedding::{self, Embedded};
use crate::service::sign_in;
use crate::store::people::UserRow;

/// A user with a valid session. Other callers get 401.
///
/// A request with an `Authorization` header needs a valid bearer token, and its cookies are ignored.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The user.
    pub user: UserRow,
    /// The limits of an embed session. `None` for a session with a cookie.
    pub embedded: Option<Embedded>,
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        if has_authorization(&parts.headers) {
            let token = bearer_token(&parts.headers).ok_or_else(|| Refusal::new(ProblemCode::SignedOut))?;
            let session = embedding::session_of(state, token).await?;
            let session = session.map(|(user, embedded)| Self { user, embedded: Some(embedded) });
            return session.ok_or_else(|| Refusal::new(ProblemCode::SignedOut));
        }
        let token = SessionCookie::of(&state.config).token(&parts.headers);
        let token = token.ok_or_else(|| Refusal::new(ProblemCode::SignedOut))?;
        let user = sign_in::session_of(state, token).await?;
        user.map(|user| Self { user, embedded: None }).ok_or_else(|| Refusal::new(ProblemCode::SignedOut))
    }
}
