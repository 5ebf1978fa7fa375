use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;
use contract::{ProblemCode, Role};

use super::Member;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::embedding::Embedded;
use crate::service::return_url::ReturnUrl;
use crate::service::unreadable;
use crate::store::people::{self, UserRow};

/// An Owner or Billing Manager of the organization in the path.
///
/// Members with another role get 403 and the names of the members who can act.
#[derive(Clone, Debug)]
pub struct Billing {
    /// The user.
    pub user: UserRow,
    /// The organization's id.
    pub organization: i64,
    /// The organization's name.
    pub name: String,
    /// The user's role in the organization.
    pub role: Role,
    /// The limits of an embed session. `None` for a session with a cookie.
    pub embedded: Option<Embedded>,
}

impl Billing {
    /// Where pages of the gateway and of banks return to for this caller.
    #[must_use]
    pub fn return_url(&self, state: &AppState, headers: &HeaderMap) -> ReturnUrl {
        let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
        ReturnUrl::new(&state.config, origin, self.embedded.is_some())
    }
}

impl FromRequestParts<AppState> for Billing {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        let Member { user, membership, embedded } = Member::from_request_parts(parts, state).await?;
        if membership.role.may_bill() {
            return Ok(Self {
                user,
                organization: membership.id,
                name: membership.name,
                role: membership.role,
                embedded,
            });
        }
        tracing::info!(
            organization = membership.id,
            user = user.id,
            "request refused: the role has no billing permission"
        );
        let who = people::who_can_act(&mut *state.store.reader().await?, membership.id).await?;
        let who = who.into_iter().filter_map(|person| unreadable::readable_row(state, "person", person));
        Err(Refusal::new(ProblemCode::RoleRequired).who_can_act(who.collect()))
    }
}
