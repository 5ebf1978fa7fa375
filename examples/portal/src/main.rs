//! Sample Portal: a small portal that shows the billing app in four ways. A sample to copy from, not a product.
//!
//! A host team needs [`embed_code`], and for a sub path [`proxy`]. Your portal has its own sign-in, sessions and pages.

use std::{collections::HashMap, env, error::Error, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Form, Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, FromRequestParts, Path, Query, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header, request::Parts},
    middleware::{Next, from_fn_with_state},
    response::{Html, IntoResponse, Redirect, Response, Result},
    routing::{any, get, post},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hyper_util::{client::legacy, client::legacy::connect::HttpConnector, rt::TokioExecutor};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// The people of this portal. The billing service knows them by the same e-mail addresses.
const PEOPLE: [&str; 2] = ["billing@example.com", "admin@example.com"];
/// The organization of both people: Harbor QA in the sample data.
const ORGANIZATION: i64 = 101;
const COOKIE: &str = "portal_session";
/// The billing service requires a sign-in of the last 15 minutes for a payment. The last minute is for the payment itself.
const STEP_UP: SignedDuration = SignedDuration::from_mins(14);
/// Headers of one connection, which a proxy must not pass on (RFC 9110, section 7.6.1).
const HOP_BY_HOP: [&str; 5] = ["connection", "keep-alive", "te", "transfer-encoding", "upgrade"];
const SIGN_IN: &str = include_str!("../pages/sign-in.html");
const LAYOUT: &str = include_str!("../pages/layout.html");
const PAGES: [(&str, &str); 4] = [
    ("element", include_str!("../pages/element.html")),
    ("frame", include_str!("../pages/frame.html")),
    ("sub-path", include_str!("../pages/sub-path.html")),
    ("link", include_str!("../pages/link.html")),
];
const ASSETS: [(&str, &str); 5] = [
    ("portal.css", include_str!("../assets/portal.css")),
    ("portal.js", include_str!("../assets/portal.js")),
    ("code.js", include_str!("../assets/code.js")),
    ("element.js", include_str!("../assets/element.js")),
    ("frame.js", include_str!("../assets/frame.js")),
];

type App = State<Arc<Portal>>;
type Fields = HashMap<String, String>;

struct Portal {
    /// The origin of this portal in the browser. The billing service compares it as text.
    origin: String,
    /// The URL of the billing app, with its base path and a slash at the end.
    billing: String,
    billing_origin: String,
    /// The URL for links to the app outside the portal. Usually the same.
    link: String,
    client_id: String,
    client_secret: String,
    client: legacy::Client<HttpConnector, Body>,
    /// By id. Your portal also stores and ends them.
    sessions: tokio::sync::Mutex<HashMap<String, Session>>,
}

#[derive(Clone)]
struct Session {
    id: String,
    email: &'static str,
    /// When the person last entered the password.
    authenticated_at: Timestamp,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let setting = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    let billing = setting("BILLING_URL", "http://127.0.0.1:8083/billing/testcloud/");
    let base_path = billing.parse::<Uri>()?.path().to_owned();
    let secret = setting("BILLING_CLIENT_SECRET_FILE", "data/portal/testops.secret");
    let portal = Portal {
        origin: setting("PORTAL_ORIGIN", "http://localhost:8090"),
        link: setting("BILLING_LINK_URL", &billing),
        billing_origin: billing.trim_end_matches(&base_path).to_owned(),
        billing,
        client_id: setting("BILLING_CLIENT_ID", "testops"),
        client_secret: std::fs::read_to_string(&secret).map_err(|error| format!("{secret}: {error}"))?,
        // This client uses http. For a billing service on https, use the connector of the crate hyper-rustls.
        // It keeps no idle connections, because a request can fail while the service closes one.
        client: legacy::Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http(),
        sessions: Default::default(),
    };
    let listener = tokio::net::TcpListener::bind(setting("PORTAL_LISTEN", "127.0.0.1:8090")).await?;
    eprintln!("Sample Portal listens on {}", listener.local_addr()?);
    let app = router(Arc::new(portal), &base_path).into_make_service_with_connect_info::<SocketAddr>();
    Ok(axum::serve(listener, app).await?)
}

fn router(portal: Arc<Portal>, base_path: &str) -> Router {
    Router::new()
        .route("/", get(Redirect::to("/element")))
        .route("/{page}", get(page))
        .route("/assets/{file}", get(asset))
        .route("/sign-in", get(Html(SIGN_IN)).post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/embed-code", post(embed_code))
        .layer(from_fn_with_state(portal.clone(), own_pages))
        // Below the layer, because the app sends its own headers and does its own checks.
        .route(base_path, any(proxy))
        .route(&format!("{base_path}{{*rest}}"), any(proxy))
        .with_state(portal)
}

/// Returns a one-time code for the frame on the portal's page, which requests it in `requestCode`.
///
/// The client secret stays on this server. The code is the body of one response; it is in no URL, HTML or log.
async fn embed_code(State(portal): App, session: Session, Query(query): Query<Fields>) -> Result<String> {
    let age = Timestamp::now().duration_since(session.authenticated_at);
    if query.get("reason").is_some_and(|reason| reason == "step_up") && age > STEP_UP {
        // The billing service would refuse the payment again. The page asks for the password and repeats the request.
        return Err((StatusCode::FORBIDDEN, "confirm_required").into());
    }
    let body = json!({
        "email": session.email,
        "organization": ORGANIZATION,
        "origin": portal.origin,
        // UTC, such as 2026-03-16T09:30:00Z.
        "authenticatedAt": format!("{:.0}", session.authenticated_at),
    });
    let credentials = STANDARD.encode(format!("{}:{}", portal.client_id, portal.client_secret.trim_end()));
    let request = Request::post(format!("{}api/v1/embed-codes", portal.billing))
        .header(header::AUTHORIZATION, format!("Basic {credentials}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .map_err(|_| (StatusCode::INTERNAL_SERVER_ERROR, "settings_invalid"))?;
    let response = send(&portal, request).await.map_err(|status| (status, "billing_unavailable"))?;
    let status = response.status();
    let body = to_bytes(response.into_body(), 16_384).await.unwrap_or_default();
    let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
    match answer["code"].as_str() {
        Some(code) if status == StatusCode::CREATED => Ok(code.to_owned()),
        // In a refusal, `code` is the problem code. `requestId` finds the request in the log of the billing service.
        problem => {
            eprintln!("no embed code: {status} {}, request {}", problem.unwrap_or("-"), answer["requestId"]);
            Err((StatusCode::BAD_GATEWAY, "code_refused").into())
        }
    }
}

/// Passes a request below the base path on to the billing service, and streams its response back. Adds `X-Forwarded-For`
/// and removes hop-by-hop headers. Everything else stays unchanged, also `Host` and the path.
async fn proxy(
    State(portal): App,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
) -> Result<Response, StatusCode> {
    let url = format!("{}{}", portal.billing_origin, request.uri());
    *request.uri_mut() = url.parse().map_err(|_| StatusCode::BAD_REQUEST)?;
    remove_hop_by_hop(request.headers_mut());
    let client = peer.ip().to_string().parse().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    request.headers_mut().append("x-forwarded-for", client);
    let mut response = send(&portal, request).await?;
    remove_hop_by_hop(response.headers_mut());
    Ok(response)
}

fn remove_hop_by_hop(headers: &mut HeaderMap) {
    let named = headers.get_all(header::CONNECTION).iter().filter_map(|value| value.to_str().ok());
    let named: Vec<_> = named.flat_map(|value| value.split(',')).map(|name| name.trim().to_owned()).collect();
    for name in named.iter().map(String::as_str).chain(HOP_BY_HOP) {
        headers.remove(name);
    }
}

async fn send(portal: &Portal, request: Request) -> Result<Response, StatusCode> {
    let response = tokio::time::timeout(Duration::from_secs(30), portal.client.request(request)).await;
    let response = response.map_err(|_| StatusCode::GATEWAY_TIMEOUT)?.map_err(|_| StatusCode::BAD_GATEWAY)?;
    Ok(response.map(Body::new))
}

/// Checks and headers of the portal's own pages. Only these pages may send POST requests. The policy allows the
/// element's script and the frame, and no inline script or style.
async fn own_pages(State(portal): App, request: Request, next: Next) -> Response {
    let is_own = request.headers().get(header::ORIGIN).is_some_and(|origin| origin == portal.origin.as_str());
    if *request.method() == Method::POST && !is_own {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Portal { billing, billing_origin, .. } = &*portal;
    let policy = format!(
        "default-src 'none'; script-src 'self' {billing}embed/testcloud-upgrade.js; style-src 'self'; \
         connect-src 'self'; frame-src {billing_origin}; img-src data:; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy.as_str()),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    (headers, next.run(request).await).into_response()
}

async fn sign_in(State(portal): App, Form(form): Form<Fields>) -> Response {
    let field = |name| form.get(name).map_or("", String::as_str);
    let email = PEOPLE.into_iter().find(|email| *email == field("email") && field("password") == "testops");
    let Some(email) = email else {
        return (StatusCode::UNAUTHORIZED, Html(SIGN_IN.replace(" hidden>", ">"))).into_response();
    };
    // The sign-in page can make the sign-in look older, so that a payment shows the step-up at once.
    let age = if field("age") == "old" { SignedDuration::from_mins(20) } else { SignedDuration::ZERO };
    let id = uuid::Uuid::new_v4().simple().to_string();
    let secure = if portal.origin.starts_with("https:") { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={id}; HttpOnly; SameSite=Lax; Path=/{secure}");
    let session = Session { id: id.clone(), email, authenticated_at: Timestamp::now() - age };
    portal.sessions.lock().await.insert(id, session);
    ([(header::SET_COOKIE, cookie)], Redirect::to("/element")).into_response()
}

async fn sign_out(State(portal): App, session: Session) -> Redirect {
    portal.sessions.lock().await.remove(&session.id);
    Redirect::to("/sign-in")
}

/// The session of the cookie. Without one, pages redirect to the sign-in, and other requests get 401.
impl FromRequestParts<Arc<Portal>> for Session {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Response> {
        let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|value| value.split("; ")).filter_map(|pair| pair.split_once('='));
        let id = pairs.find(|(name, _)| *name == COOKIE).map_or("", |(_, id)| id);
        match portal.sessions.lock().await.get(id) {
            Some(session) => Ok(session.clone()),
            None if parts.method == Method::GET => Err(Redirect::to("/sign-in").into_response()),
            None => Err(StatusCode::UNAUTHORIZED.into_response()),
        }
    }
}

/// Shows a page of the portal. All values are constants or settings, so they need no escaping.
async fn page(State(portal): App, session: Session, Path(name): Path<String>) -> Result<Html<String>> {
    let (_, content) = PAGES.into_iter().find(|(page, _)| *page == name).ok_or(StatusCode::NOT_FOUND)?;
    let html = LAYOUT.replace("{{content}}", content).replace("{{email}}", session.email);
    let html = html.replace("{{controls}}", include_str!("../pages/controls.html"));
    let html = html.replace("{{billing}}", &portal.billing).replace("{{link}}", &portal.link);
    Ok(Html(html.replace(&format!("href=\"/{name}\""), &format!("href=\"/{name}\" aria-current=\"page\""))))
}

async fn asset(Path(name): Path<String>) -> Result<Response, StatusCode> {
    let (_, text) = ASSETS.into_iter().find(|(asset, _)| *asset == name).ok_or(StatusCode::NOT_FOUND)?;
    let content_type = if name.ends_with(".css") { "text/css" } else { "text/javascript" };
    Ok(([(header::CONTENT_TYPE, content_type)], text).into_response())
}
