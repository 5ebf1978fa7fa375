use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use backend::app::AppState;
use backend::config::Config;
use backend::event_secret::EventSecret;
use backend::routes::{admin_router, router};
use backend::seal::Seals;
use backend::service::payment;
use backend::service::sample;
use backend::store::Store;
use contract::billing::Instant;
use gateway::{ApiSecret, Gateway, SandboxGateway};
use http_server::Proxies;
use process::Clock;
use sandbox_gateway::{Sandbox, SandboxConfig};
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::{Books, GatewayLog, Person};

/// 16 of the 31 days of Harbor QA's period are left.
const MID_MARCH: &str = "2026-03-16T09:30:00Z";
pub const EVENT_SECRET: &[u8] = b"the secret that signs gateway events";
/// The secret that the service shares with the sandbox gateway.
pub const SANDBOX_SECRET: &str = "a-secret-for-the-sandbox-gateway";
pub const ORIGIN: &str = "http://127.0.0.1:8080";
/// Long enough for a response on a busy machine, short enough for tests of timeouts.
const GATEWAY_TIMEOUT: Duration = Duration::from_secs(2);

/// A service with its own database file, and a sandbox gateway with its own log.
pub struct App {
    folder: TempDir,
    pub gateway_address: String,
    secret: ApiSecret,
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
        let secret = ApiSecret::parse(SANDBOX_SECRET).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let gateway_address = format!("http://{}", listener.local_addr().unwrap());
        let sandbox = Sandbox::open(SandboxConfig {
            log: folder.path().join("sandbox-gateway.jsonl"),
            app_origins: vec![ORIGIN.to_owned()],
            portals: sandbox_gateway::PortalOrigins::default(),
            public_origin: None,
            proxies: Proxies::default(),
            secret: secret.clone(),
            late_response: SandboxConfig::late_for(GATEWAY_TIMEOUT),
            clock: clock.clone(),
        });
        tokio::spawn(sandbox.unwrap().serve(listener, std::future::pending()));
        let gateway =
            Arc::new(SandboxGateway::new(&gateway_address, secret.clone(), GATEWAY_TIMEOUT).unwrap());
        let file = folder.path().join("billing.sqlite");
        let state = service(file, &gateway_address, clock, gateway, GATEWAY_TIMEOUT).await;
        sample::seed(&state.store, state.clock.now()).await.unwrap();
        Self { folder, gateway_address, secret, state }
    }

    /// Opens another service on the same files, as a restarted or a parallel process.
    pub async fn second_instance(&self, gateway: Arc<dyn Gateway>) -> AppState {
        self.second_instance_with_timeout(gateway, GATEWAY_TIMEOUT).await
    }

    /// Opens another service on the same files, with another gateway timeout.
    pub async fn second_instance_with_timeout(
        &self,
        gateway: Arc<dyn Gateway>,
        timeout: Duration,
    ) -> AppState {
        let clock = self.state.clock.clone();
        service(self.database_file(), &self.gateway_address, clock, gateway, timeout).await
    }

    pub fn database_file(&self) -> PathBuf {
        self.folder.path().join("billing.sqlite")
    }

    /// Returns a path in the folder of the database.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns a client of the sandbox gateway without faults.
    pub fn gateway(&self) -> Arc<SandboxGateway> {
        Arc::new(SandboxGateway::new(&self.gateway_address, self.secret.clone(), GATEWAY_TIMEOUT).unwrap())
    }

    /// Replaces the gateway of the service.
    pub fn use_gateway(&mut self, gateway: Arc<dyn Gateway>) {
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
        Person::sign_in(self.router(), name).await
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
    gateway_address: &str,
    clock: Arc<Clock>,
    gateway: Arc<dyn Gateway>,
    gateway_timeout: Duration,
) -> AppState {
    let store = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
    let seals = Seals::load_or_generate(&store, clock.now()).await.unwrap();
    let config = Config {
        base_path: String::new(),
        allowed_origins: vec![ORIGIN.to_owned()],
        secure_origin: None,
        gateway_origin: gateway_address.to_owned(),
        proxies: Proxies::default(),
        audit_anchor: None,
        serve_dist: None,
        gateway_timeout,
        recovery_interval: Duration::from_secs(30),
        contact: "billing@example.com".to_owned(),
    };
    AppState::new(store, clock, gateway, seals, config)
        .with_event_secret(EventSecret::new(EVENT_SECRET).unwrap())
}
