use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use billing::Instant;
use gateway::{ApiSecret, Gateway, Intent, NewIntent, SandboxGateway};
use http_server::Proxies;
use process::Clock;
use sandbox_gateway::{PortalOrigins, Sandbox, SandboxConfig, SandboxError};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const APP: &str = "http://127.0.0.1:8080";
/// A portal that embeds the app.
pub const PORTAL: &str = "https://portal.example.com";
pub const SECRET: &str = "the-secret-of-these-tests";

/// A running sandbox, with a client that has a long timeout.
pub struct RunningSandbox {
    pub base: String,
    pub gateway: SandboxGateway,
    pub clock: Arc<Clock>,
    log: PathBuf,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Result<(), SandboxError>>,
}

pub fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub fn config(log: &Path) -> SandboxConfig {
    let portals = PortalOrigins::default();
    portals.add(&[PORTAL.to_owned()]);
    SandboxConfig {
        log: log.to_owned(),
        app_origins: vec![APP.to_owned()],
        portals,
        public_origin: None,
        proxies: Proxies::default(),
        secret: ApiSecret::parse(SECRET).unwrap(),
        late_response: Duration::from_secs(600),
        clock: Arc::new(Clock::starting_at(instant("2026-03-16T09:30:00Z"))),
    }
}

pub fn client(base: &str, timeout: Duration) -> SandboxGateway {
    SandboxGateway::new(base, ApiSecret::parse(SECRET).unwrap(), timeout).unwrap()
}

pub async fn start(log: &Path) -> RunningSandbox {
    start_with(config(log)).await
}

pub async fn start_with(config: SandboxConfig) -> RunningSandbox {
    let log = config.log.clone();
    let clock = Arc::clone(&config.clock);
    let sandbox = Sandbox::open(config).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel();
    let served = tokio::spawn(sandbox.serve(listener, async {
        let _ = stopped.await;
    }));
    let gateway = client(&base, Duration::from_secs(60));
    RunningSandbox { base, gateway, clock, log, stop, served }
}

impl RunningSandbox {
    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        drop(self.gateway);
        self.served.await.unwrap().unwrap();
    }

    /// Returns all lines of the log.
    pub fn lines(&self) -> Vec<Value> {
        lines(&self.log)
    }

    /// Returns the event names of an intent.
    pub fn events(&self, intent: &str) -> Vec<String> {
        self.lines()
            .iter()
            .filter(|line| line["intent"] == intent)
            .map(|line| line["event"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Creates an unconfirmed intent of 241.55 USD.
    pub async fn create(&self, attempt: &str, card_ref: &str) -> Intent {
        self.gateway.create_intent(&order(attempt, card_ref)).await.unwrap()
    }

    /// Sends a POST request with JSON and an idempotency key, as the payment service.
    pub async fn post(&self, path: &str, key: &str, body: &str) -> reqwest::Response {
        reqwest::Client::new()
            .post(format!("{}{path}", self.base))
            .bearer_auth(SECRET)
            .header("idempotency-key", key)
            .header("content-type", "application/json")
            .body(body.to_owned())
            .send()
            .await
            .unwrap()
    }
}

pub fn lines(log: &Path) -> Vec<Value> {
    std::fs::read_to_string(log).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub fn order(attempt: &str, card_ref: &str) -> NewIntent {
    NewIntent {
        idempotency_key: format!("{attempt}:create"),
        organization: 101,
        amount_minor: 24_155,
        currency: "USD".to_owned(),
        card_ref: card_ref.to_owned(),
        attempt: attempt.to_owned(),
    }
}
