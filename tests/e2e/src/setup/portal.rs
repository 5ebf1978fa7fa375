use std::{
    path::PathBuf,
    process::Command,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use axum::{
    Router,
    extract::{Path, Query, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};

use super::{backend::Backend, context::TestContext, environment::Environment};
use crate::{Step, browser::Browser};

const CLIENT: &str = "testops";
const SECRET: &str = "7d1f9c3b5a8e4026b1c7d0e9f2a48365";
/// The file of the secret, in the folder of the declarations.
pub(super) const SECRET_FILE: &str = "secret";
const BARE_PAGE: &str = include_str!("../../portal/bare.html");
const BARE_SCRIPT: &str = include_str!("../../portal/bare.js");

/// A portal that embeds the app: its server, and pages on another site than the app.
pub struct Portal {
    origin: String,
    app_url: String,
    state: Arc<PortalState>,
    task: JoinHandle<()>,
    _declarations: TempDir,
}

struct PortalState {
    api: String,
    origin: String,
    /// The folder of the pages that contain the element.
    hosts: PathBuf,
    client: reqwest::Client,
    email: Mutex<String>,
    organization: i64,
    /// How long ago the person signed in, in seconds. Confirming the sign-in sets it to 0.
    sign_in_age: AtomicU64,
    refuses_codes: AtomicBool,
    /// The reasons for which codes were requested.
    requests: Mutex<Vec<String>>,
}

impl Portal {
    /// Starts a portal for an organization, and declares it with `backend apply`. The person is `email`.
    pub async fn start(context: &TestContext, email: &str, organization: i64) -> Step<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        // Another site than 127.0.0.1, so that browsers treat the app as a third party.
        let origin = format!("http://localhost:{}", listener.local_addr()?.port());
        let declarations = declare(&context.environment, &context.backend, &origin)?;
        let state = Arc::new(PortalState {
            api: format!("{}/api/v1", context.app_url()),
            origin: origin.clone(),
            hosts: context.environment.hosts.clone(),
            client: reqwest::Client::new(),
            email: Mutex::new(email.to_owned()),
            organization,
            sign_in_age: AtomicU64::new(5),
            refuses_codes: AtomicBool::new(false),
            requests: Mutex::default(),
        });
        let router = Router::new()
            .route("/embed-code", get(embed_code))
            .route("/{file}", get(page))
            .with_state(Arc::clone(&state));
        let task = tokio::spawn(async move {
            axum::serve(listener, router).await.ok();
        });
        Ok(Self { origin, app_url: context.app_url().to_owned(), state, task, _declarations: declarations })
    }

    /// The origin of the portal's pages.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The URL of a page, with more parameters: `bare.html`, or a page of `embed/tests/hosts`.
    pub fn url(&self, page: &str, parameters: &str) -> String {
        let organization = self.state.organization;
        format!("{}/{page}?src={}/&organization={organization}{parameters}", self.origin, self.app_url)
    }

    /// Opens a page and enters its frame.
    pub async fn open(&self, browser: &Browser, page: &str, parameters: &str) -> Step {
        browser.open_url(&self.url(page, parameters)).await?;
        browser.enter_frame().await
    }

    /// Sets how long ago the person signed in at the portal.
    pub fn set_sign_in_age(&self, seconds: u64) {
        self.state.sign_in_age.store(seconds, Ordering::Relaxed);
    }

    /// Makes the portal return no codes.
    pub fn refuse_codes(&self, refuses: bool) {
        self.state.refuses_codes.store(refuses, Ordering::Relaxed);
    }

    /// The reasons for which codes were requested, in order.
    pub fn requests(&self) -> Vec<String> {
        self.state.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Declares the client with an origin. Returns the folder with the file of its secret.
pub(super) fn declare(environment: &Environment, backend: &Backend, origin: &str) -> Step<TempDir> {
    let folder = TempDir::new()?;
    let file = folder.path().join("clients.json");
    std::fs::write(folder.path().join(SECRET_FILE), SECRET)?;
    let client = json!({
        "id": CLIENT,
        "name": "TestOps",
        "secretFile": SECRET_FILE,
        "origins": [origin],
        "organizations": [101, 102, 103, 104, 105],
    });
    std::fs::write(&file, json!({ "embedClients": [client] }).to_string())?;
    let output = Command::new(&environment.backend)
        .arg("apply")
        .arg(&file)
        .args(["--database-url", &format!("sqlite:{}", backend.database().display())])
        .output()?;
    if output.status.success() {
        return Ok(folder);
    }
    Err(format!("backend apply failed: {}", String::from_utf8_lossy(&output.stderr)).into())
}

async fn embed_code(State(state): State<Arc<PortalState>>, Query(query): Query<Value>) -> Response {
    let reason = query["reason"].as_str().unwrap_or_default().to_owned();
    if reason == "step_up" {
        // The person confirms the sign-in.
        state.sign_in_age.store(0, Ordering::Relaxed);
    }
    state.requests.lock().unwrap_or_else(PoisonError::into_inner).push(reason);
    if state.refuses_codes.load(Ordering::Relaxed) {
        return (StatusCode::FORBIDDEN, "").into_response();
    }
    let age = Duration::from_secs(state.sign_in_age.load(Ordering::Relaxed));
    let email = state.email.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let body = json!({
        "email": email,
        "organization": state.organization,
        "origin": state.origin,
        "authenticatedAt": instant(SystemTime::now() - age),
    });
    let request = state.client.post(format!("{}/embed-codes", state.api)).basic_auth(CLIENT, Some(SECRET));
    let code = async {
        let answer: Value = request.json(&body).send().await.ok()?.json().await.ok()?;
        answer["code"].as_str().map(str::to_owned)
    };
    match code.await {
        Some(code) => code.into_response(),
        None => (StatusCode::BAD_GATEWAY, "").into_response(),
    }
}

/// An instant as JavaScript writes it.
fn instant(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let instant = billing::Instant::from_epoch_seconds(i64::try_from(seconds).unwrap_or_default());
    instant.map(|instant| instant.to_string().replace('Z', ".000Z")).unwrap_or_default()
}

async fn page(State(state): State<Arc<PortalState>>, Path(file): Path<String>) -> Response {
    let content = match file.as_str() {
        "bare.html" => Some(BARE_PAGE.as_bytes().to_vec()),
        "bare.js" => Some(BARE_SCRIPT.as_bytes().to_vec()),
        _ => std::fs::read(state.hosts.join(&file)).ok(),
    };
    let kind = if file.ends_with(".js") { "text/javascript" } else { "text/html; charset=utf-8" };
    match content {
        Some(content) => ([(CONTENT_TYPE, kind)], content).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
