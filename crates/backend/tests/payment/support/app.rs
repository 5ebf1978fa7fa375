use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use backend::app::AppState;
use backend::config::Config;
use backend::routes::{admin_router, router};
use backend::seal::Seals;
use backend::service::payment;
use backend::service::sample;
use backend::store::{Store, deployment};
use backend::webhook_secrets::WebhookSecrets;
use contract::billing::Instant;
use gateway::PaymentGateway;
use gateway::stripe::{ApiKey, StripeGateway, StripeOptions, Timeouts};
use http_server::Proxies;
use process::Clock;
use sandbox_gateway::{LocalSandbox, SandboxConfig};
use serde_json::Value;
use tempfile::TempDir;

use super::{Books, GatewayLog, Person};

/// 16 of the 31 days of Harbor QA's period are left.
const MID_MARCH: &str = "2026-03-16T09:30:00Z";
pub const WEBHOOK_SECRET: &str = "whsec_f3a9c1d7e5b24680";
/// The API key of the sandbox gateway.
pub const API_KEY: &str = "sk_test_4f3a9c1d7e5b24680";
/// The name of the service at the gateway.
const DEPLOYMENT: &str = "test";
pub const ORIGIN: &str = "http://127.0.0.1:8080";
/// Long enough for a response on a busy machine, short enough for tests of timeouts.
const GATEWAY_TIMEOUT: Duration = Duration::from_secs(2);

/// A service with its own database file, and a sandbox gateway with its own log.
pub struct App {
    folder: TempDir,
    pub gateway_address: String,
    pub sandbox: Arc<LocalSandbox>,
    pub state: AppState,
}

impl App {
    /// Opens a service with the sample data, on 16 March 2026.
    pub async fn open() -> Self {
        Self::open_at(MID_MARCH).await
    }

    /// Opens a service with the sample data at an instant.
    pub async fn open_at(instant: &str) -> Self {
        Self::open_in(tempfile::tempdir().unwrap(), instant).await
    }

    /// Opens a service on the files of a folder.
    pub async fn open_in(folder: TempDir, instant: &str) -> Self {
        let clock = Arc::new(Clock::starting_at(Instant::parse(instant).unwrap()));
        let key = sandbox_gateway::ApiKey::parse(API_KEY).unwrap();
        let sandbox = LocalSandbox::start(SandboxConfig {
            late_response: SandboxConfig::late_for(GATEWAY_TIMEOUT),
            clock: clock.clone(),
            ..SandboxConfig::new(folder.path().join("sandbox-gateway.jsonl"), key)
        });
        let sandbox = sandbox.await.unwrap();
        let gateway = gateway_at(&sandbox.origin, GATEWAY_TIMEOUT);
        let file = folder.path().join("billing.sqlite");
        let state = service(file, clock, gateway, GATEWAY_TIMEOUT).await;
        sample::seed(&state.store, state.clock.now()).await.unwrap();
        Self { folder, gateway_address: sandbox.origin.clone(), sandbox: Arc::new(sandbox), state }
    }

    /// Opens another service on the same files, as a restarted or a parallel process.
    pub async fn second_instance(&self, gateway: Arc<dyn PaymentGateway>) -> AppState {
        self.second_instance_with_timeout(gateway, GATEWAY_TIMEOUT).await
    }

    /// Opens another service on the same files, with another gateway timeout.
    pub async fn second_instance_with_timeout(
        &self,
        gateway: Arc<dyn PaymentGateway>,
        timeout: Duration,
    ) -> AppState {
        let clock = self.state.clock.clone();
        service(self.database_file(), clock, gateway, timeout).await
    }

    pub fn database_file(&self) -> PathBuf {
        self.folder.path().join("billing.sqlite")
    }

    /// Returns a path in the folder of the database.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns a client of the sandbox gateway without faults.
    pub fn gateway(&self) -> Arc<StripeGateway> {
        gateway_at(&self.gateway_address, GATEWAY_TIMEOUT)
    }

    /// Sends a call to the control listener of the sandbox gateway.
    pub async fn control(&self, path: &str, body: &Value) -> Value {
        control(&self.sandbox.control, path, body).await
    }

    /// Replaces the gateway of the service.
    pub fn use_gateway(&mut self, gateway: Arc<dyn PaymentGateway>) {
        self.state.gateway = gateway;
    }

    pub fn router(&self) -> Router {
        router(self.state.clone())
    }

    /// Returns the router of the admin listener.
    #[allow(dead_code, reason = "not every test target that shares this module uses it")]
    pub fn admin(&self) -> Router {
        admin_router(self.state.clone())
    }

    /// Signs in as `{name}@example.com`.
    pub async fn person(&self, name: &str) -> Person {
        Person::sign_in(self.router(), name, self.sandbox.clone(), self.books()).await
    }

    /// Sets the shared clock.
    pub fn set_time(&self, instant: &str) {
        self.state.clock.set(Instant::parse(instant).unwrap());
    }

    /// Moves the shared clock forward.
    pub fn wait_seconds(&self, seconds: i64) {
        self.state.clock.set(self.state.clock.now().checked_add_seconds(seconds).unwrap());
    }

    /// Waits until every lease has expired and runs recovery once. Returns the number of settled attempts.
    pub async fn run_recovery(&self) -> usize {
        self.wait_seconds(120);
        payment::sweep(&self.state).await
    }

    pub fn log(&self) -> GatewayLog {
        GatewayLog::read(&self.folder.path().join("sandbox-gateway.jsonl"))
    }

    pub fn books(&self) -> Books {
        Books(self.state.store.clone())
    }
}

async fn service(
    file: PathBuf,
    clock: Arc<Clock>,
    gateway: Arc<dyn PaymentGateway>,
    gateway_timeout: Duration,
) -> AppState {
    let store = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
    let seals = Seals::load_or_generate(&store, clock.now()).await.unwrap();
    let mut transaction = store.begin().await.unwrap();
    deployment::id_or_insert(&mut transaction, DEPLOYMENT, clock.now()).await.unwrap();
    transaction.commit().await.unwrap();
    let config = Config {
        base_path: String::new(),
        allowed_origins: vec![ORIGIN.to_owned()],
        secure_origin: None,
        proxies: Proxies::default(),
        audit_anchor: None,
        serve_dist: None,
        gateway_timeout,
        recovery_interval: Duration::from_secs(30),
        contact: "billing@example.com".to_owned(),
    };
    AppState::new(store, clock, gateway, seals, config)
        .with_webhook_secrets(WebhookSecrets::parse(WEBHOOK_SECRET).unwrap())
}

/// Returns a client of a gateway at an address.
pub fn gateway_at(address: &str, timeout: Duration) -> Arc<StripeGateway> {
    let options = StripeOptions {
        base: address.to_owned(),
        key: ApiKey::parse(API_KEY).unwrap(),
        deployment: DEPLOYMENT.to_owned(),
        timeouts: Timeouts::uniform(timeout),
    };
    Arc::new(StripeGateway::new(options).unwrap())
}

/// Sends a call to the control listener of a sandbox gateway.
pub async fn control(address: &str, path: &str, body: &Value) -> Value {
    let request = reqwest::Client::builder().no_proxy().build().unwrap().post(format!("{address}{path}"));
    let answer = request.json(body).send().await.unwrap();
    let status = answer.status();
    let text = answer.text().await.unwrap();
    assert!(status.is_success(), "{path}: {status} {text}");
    serde_json::from_str(&text).unwrap_or_default()
}
