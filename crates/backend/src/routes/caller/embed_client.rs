use axum::extract::FromRequestParts;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};

use super::authorization::client_secret_basic;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::embedding;
use crate::store::embed_clients::EmbedClientRow;

/// The server of a portal, authenticated by its client secret. Other callers get 401.
#[derive(Clone, Debug)]
pub struct EmbedClient(pub EmbedClientRow);

/// A refusal of an embed client, with the scheme to use if it is a 401.
#[derive(Debug)]
pub struct ClientRefusal(Refusal);

const CHALLENGE: [(HeaderName, HeaderValue); 1] =
    [(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"embed-codes\""))];

impl IntoResponse for ClientRefusal {
    fn into_response(self) -> Response {
        match self.0.problem().status {
            401 => (CHALLENGE, self.0).into_response(),
            _ => self.0.into_response(),
        }
    }
}

impl FromRequestParts<AppState> for EmbedClient {
    type Rejection = ClientRefusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ClientRefusal> {
        // Without credentials, those of an unknown client, so that both are refused after the same work.
        let (id, secret) = client_secret_basic(&parts.headers).unwrap_or_default();
        embedding::authenticate(state, &id, &secret).await.map(Self).map_err(ClientRefusal)
    }
}
