use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use contract::{NoSession, ProblemCode, SessionAnswer, SignIn, SignInMethod};

use super::caller::{ClientAddress, Empty, SessionCookie, SignedIn, StrictJson};
use super::json;
use super::users::describe;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::sign_in;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/session", get(current).post(begin).delete(end))
}

/// Returns the signed-in user. Without a session the response is not an error, because browsers log every 401.
async fn current(
    State(state): State<AppState>,
    session: Result<SignedIn, Refusal>,
) -> Result<Response, Refusal> {
    let answer = match session {
        Ok(SignedIn { user }) => SessionAnswer::User(describe(&state, user).await?),
        Err(refusal) if refusal.code() == ProblemCode::SignedOut => {
            SessionAnswer::NoSession(NoSession { signed_in: false, methods: vec![SignInMethod::Password] })
        }
        Err(refusal) => return Err(refusal),
    };
    json(StatusCode::OK, &answer)
}

async fn begin(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    StrictJson(form): StrictJson<SignIn>,
) -> Result<Response, Refusal> {
    let cookie = SessionCookie::of(&state.config);
    let token = sign_in::begin(&state, form, address).await?;
    // A new sign-in ends the previous session, so that a token planted in the browser becomes invalid.
    if let Some(previous) = cookie.token(&headers) {
        sign_in::end(&state, previous).await?;
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
