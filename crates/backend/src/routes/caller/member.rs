use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use contract::{Membership, ProblemCode};

use super::SignedIn;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::embedding::Embedded;
use crate::store::people::{self, UserRow};

/// A member of the organization in the path, whose parameter is `{org}`.
///
/// Other callers get the same 404 as for an unknown id, and so do embed sessions of another organization.
#[derive(Clone, Debug)]
pub struct Member {
    /// The user.
    pub user: UserRow,
    /// The user's organization and role.
    pub membership: Membership,
    /// The limits of an embed session. `None` for a session with a cookie.
    pub embedded: Option<Embedded>,
}

impl FromRequestParts<AppState> for Member {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        let SignedIn { user, embedded } = SignedIn::from_request_parts(parts, state).await?;
        let organization = organization(parts, state).await?;
        let membership =
            people::membership(&mut *state.store.reader().await?, &user.id, organization).await?;
        let is_within = |membership: &Membership| {
            embedded.as_ref().is_none_or(|embedded| embedded.organization == membership.id)
        };
        membership
            .filter(is_within)
            .map(|membership| Self { user, membership, embedded })
            .ok_or_else(|| Refusal::new(ProblemCode::NotFound))
    }
}

/// The name of the parameter in the paths of an organization's endpoints.
const PARAMETER: &str = "org";

async fn organization(parts: &mut Parts, state: &AppState) -> Result<i64, Refusal> {
    let not_found = || Refusal::new(ProblemCode::NotFound);
    // Fails for text that is not UTF-8, which is no organization.
    let parameters = RawPathParams::from_request_parts(parts, state).await.map_err(|_| not_found())?;
    let text = parameters.iter().find_map(|(name, value)| (name == PARAMETER).then_some(value));
    let text = text.ok_or_else(|| Refusal::internal(&"the path of this endpoint has no parameter {org}"))?;
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_digits).ok_or_else(not_found)
}
