use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use contract::SignIn;

use super::caller::{ClientAddress, Empty, SessionCookie, SignedIn, StrictJson};
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::sign_in;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/session", post(begin).delete(end))
}

async fn begin(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    StrictJson(form): StrictJson<SignIn>,
) -> Result<Response, Refusal> {
    let cookie = SessionCookie::of(&state.config);
    let token = sign_in::begin(&state, form, address).await?;
    // Whoever signs in anew leaves the session before, so that a token planted in the browser is worth nothing.
    if let Some(before) = cookie.token(&headers) {
        sign_in::end(&state, before).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie.set(&token))]).into_response())
}

async fn end(State(state): State<AppState>, _: SignedIn, request: Request) -> Result<Response, Refusal> {
    let cookie = SessionCookie::of(&state.config);
    let token = cookie.token(request.headers()).map(str::to_owned);
    Empty::allowed_absent(request).await?;
    if let Some(token) = token {
        sign_in::end(&state, &token).await?;
    }
    let clear = HeaderValue::from_static("\"cache\"");
    let headers = [(SET_COOKIE, cookie.clear()), (HeaderName::from_static("clear-site-data"), clear)];
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}
