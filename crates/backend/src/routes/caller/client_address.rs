use std::net::IpAddr;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use contract::ProblemCode;

use crate::app::AppState;
use crate::error::Refusal;
use crate::proxies::peer_address;

/// The address of the client, as far as trusted proxies report it; otherwise the address of the peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        Ok(Self(state.config.proxies.client(peer_address(&parts.extensions), &parts.headers)))
    }
}

/// Refuses peers that are not trusted proxies, where only those may connect.
///
/// # Errors
/// 403 `origin_refused`.
pub async fn trusted_proxies_only(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    if state.config.proxies.admits(peer_address(request.extensions())) {
        return Ok(next.run(request).await);
    }
    Err(Refusal::new(ProblemCode::OriginRefused).detail("This address is reached through its proxy only."))
}
