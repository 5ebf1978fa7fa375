use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use contract::paths::API_BASE;
use contract::{Membership, ProblemCode};

use super::SignedIn;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::embedding::Embedded;
use crate::store::people::{self, UserRow};

/// A member of the organization in the path, whose parameter is `{org}`.
///
/// Other callers get the same 404 as for an unknown id. So do embed sessions of another organization, and all embed
/// sessions outside [`EMBEDDED`].
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
        let path = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let is_within = |membership: &Membership| {
            let is_in_scope =
                |embedded: &Embedded| embedded.organization == membership.id && is_embedded(path);
            embedded.as_ref().is_none_or(is_in_scope)
        };
        membership
            .filter(is_within)
            .map(|membership| Self { user, membership, embedded })
            .ok_or_else(|| Refusal::new(ProblemCode::NotFound))
    }
}

/// The name of the parameter in the paths of an organization's endpoints.
const PARAMETER: &str = "org";

/// The start of the paths that embed sessions may use: an endpoint elsewhere is not available in a portal unless it is
/// added here.
const EMBEDDED: [&str; 2] = ["/organizations/{org}/testcloud/", "/organizations/{org}/payment-method"];

fn is_embedded(path: &str) -> bool {
    let path = path.strip_prefix(API_BASE).unwrap_or_default();
    EMBEDDED.iter().any(|start| path.starts_with(start))
}

async fn organization(parts: &mut Parts, state: &AppState) -> Result<i64, Refusal> {
    let not_found = || Refusal::new(ProblemCode::NotFound);
    // Fails for text that is not UTF-8, which is no organization.
    let parameters = RawPathParams::from_request_parts(parts, state).await.map_err(|_| not_found())?;
    let text = parameters.iter().find_map(|(name, value)| (name == PARAMETER).then_some(value));
    let text = text.ok_or_else(|| Refusal::internal(&"the path of this endpoint has no parameter {org}"))?;
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_digits).ok_or_else(not_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embed_sessions_are_limited_to_testcloud() {
        assert!(is_embedded("/api/v1/organizations/{org}/testcloud/upgrades/{id}"));
        assert!(is_embedded("/api/v1/organizations/{org}/payment-method"));
        for path in [
            "",
            "/api/v1/users/me",
            "/api/v1/organizations/{org}/invoices",
            "/organizations/{org}/testcloud/",
        ] {
            assert!(!is_embedded(path), "{path}");
        }
    }
}
