use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderValue, SET_COOKIE};
use axum::response::{IntoResponse, Response};
use contract::{NoSession, ProblemCode, SessionAnswer, SignIn, SignInMethod};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{ClientAddress, Empty, SessionCookie, SignedIn, StrictJson, has_authorization};
use super::json;
use super::openapi::ProblemResponse;
use super::users::describe;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::embedding;
use crate::service::sign_in as sessions;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(current, sign_in, sign_out))
}

/// Returns the signed-in person, or the ways to sign in. A missing session is not an error.
#[utoipa::path(
    get,
    path = "/session",
    operation_id = "session",
    security(),
    responses(
        (status = 200, description = "The person, or `signedIn: false` and the ways to sign in.", body = SessionAnswer),
    ),
)]
async fn current(
    State(state): State<AppState>,
    session: Result<SignedIn, Refusal>,
) -> Result<Response, Refusal> {
    let answer = match session {
        Ok(caller) => SessionAnswer::User(describe(&state, caller).await?),
        // Not a 401, because browsers log every 401.
        Err(refusal) if refusal.code() == ProblemCode::SignedOut => {
            SessionAnswer::NoSession(NoSession { signed_in: false, methods: vec![SignInMethod::Password] })
        }
        Err(refusal) => return Err(refusal),
    };
    json(StatusCode::OK, &answer)
}

/// Signs in and sets the session as an HttpOnly cookie. Not available with an `Authorization` header: an embedded page
/// cannot start a session of its own.
#[utoipa::path(
    post,
    path = "/session",
    operation_id = "signIn",
    security(),
    request_body = SignIn,
    responses(
        (status = 204, description = "Signed in. The response sets the session cookie."),
        (status = 401, response = ProblemResponse),
        (status = 404, response = ProblemResponse),
        (status = 429, response = ProblemResponse),
    ),
)]
async fn sign_in(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    StrictJson(form): StrictJson<SignIn>,
) -> Result<Response, Refusal> {
    if has_authorization(&headers) {
        return Err(Refusal::new(ProblemCode::NotFound));
    }
    let cookie = SessionCookie::of(&state.config);
    let token = sessions::begin(&state, form, address).await?;
    // A new sign-in ends the previous session, so that a token planted in the browser becomes invalid.
    if let Some(previous) = cookie.token(&headers) {
        sessions::end(&state, previous).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie.set(&token))]).into_response())
}

/// Signs out. With a bearer token, ends the session of this embedded page and leaves cookies alone.
#[utoipa::path(
    delete,
    path = "/session",
    operation_id = "signOut",
    request_body = Empty,
    responses((status = 204, description = "Signed out.")),
)]
async fn sign_out(
    State(state): State<AppState>,
    SignedIn { embedded, .. }: SignedIn,
    request: Request,
) -> Result<Response, Refusal> {
    if let Some(embedded) = embedded {
        Empty::allowed_absent(request).await?;
        embedding::end(&state, &embedded.document).await?;
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let cookie = SessionCookie::of(&state.config);
    let token = cookie.token(request.headers()).map(str::to_owned);
    Empty::allowed_absent(request).await?;
    if let Some(token) = token {
        sessions::end(&state, &token).await?;
    }
    let mut response = (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie.clear())]).into_response();
    // Below a base path, the rest of the origin belongs to its host, and the header would clear the host's cache too.
    if state.config.base_path.is_empty() {
        response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    }
    Ok(response)
}
