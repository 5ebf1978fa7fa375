use std::net::IpAddr;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use contract::ProblemCode;
use http_server::peer_address;

use crate::app::AppState;
use crate::error::Refusal;

/// The client address that trusted proxies report, otherwise the peer address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        Ok(Self(state.config.proxies.client(peer_address(&parts.extensions), &parts.headers)))
    }
}

/// Middleware that refuses peers that are not trusted proxies, if only proxies may connect.
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
    Err(Refusal::new(ProblemCode::OriginRefused).detail("Connect through the reverse proxy."))
}
