use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gateway::CircuitBreaker;
use http_server::{Limits, Server, listen, raise_file_limit};
use process::Clock;
use process::Shutdown;
use tokio::net::TcpListener;
use uuid::Uuid;

use super::{payment_gateway, tasks};
use crate::app::AppState;
use crate::cli::{ServeArguments, ServeSettings};
use crate::config::Config;
use crate::dist::AppFiles;
use crate::routes::{admin_router, router};
use crate::seal::Seals;
use crate::service::audit_trail::{self, HeadsRecorded};
use crate::service::sample;
use crate::store::{Store, StoreError, deployment, people};

/// The time for requests in progress to finish during shutdown.
const GRACE: Duration = Duration::from_secs(8);

/// The time for requests of the admin listener to finish during shutdown.
const ADMIN_GRACE: Duration = Duration::from_secs(1);

/// Runs `backend serve` until shutdown.
pub async fn serve(arguments: ServeArguments) -> Result<(), String> {
    let settings = ServeSettings::new(arguments)?;
    let shutdown = Shutdown::on_signal()?;
    let clock = Arc::new(settings.arguments.clock.map_or_else(Clock::machine, Clock::starting_at));
    let listener = listen(settings.arguments.listen, "--listen").await?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let admin = listen(settings.arguments.admin_listen, "--admin-listen").await?;
    let admin_address = admin.local_addr().map_err(|error| error.to_string())?;
    let store =
        Store::open_with(&settings.arguments.database_url, settings.arguments.audit_key_file.as_deref())
            .await;
    let store = store.map_err(|error| error.to_string())?;
    if let Some(path) = &settings.arguments.audit_anchor {
        audit_trail::create_anchor(&store, path).await?;
    }
    let seals = seals(&settings, &store, &clock).await?;
    let mut reading = store.reader().await.map_err(|error| error.to_string())?;
    let has_sample_data = people::holds_sample_data(&mut reading).await;
    settings.check_sample_data(has_sample_data.map_err(|error| error.to_string())?)?;
    drop(reading);
    if settings.arguments.sample_data {
        let seeded = sample::seed(&store, clock.now()).await;
        seeded.map_err(|_| "the sample data could not be written; see the log for the cause".to_owned())?;
    }
    // Payments in progress still need the gateway, so it stops after the requests.
    let (end_gateway, requests_done) = Shutdown::on_request();
    let host = payment_gateway::Host { clock: &clock, app: address, shutdown: requests_done };
    let deployment = deployment_id(&store, &clock).await?;
    let gateway = payment_gateway::open(&settings, deployment, Some(host)).await?;
    let config = config(&settings, address);
    let app_files = match &config.serve_dist {
        Some(folder) => {
            let files = AppFiles::read(folder, &config.base_path);
            Some(files.map_err(|error| error.to_string())?)
        }
        None => None,
    };
    let limits = limits(&settings);
    let gateway_client = Arc::new(CircuitBreaker::new(gateway.client));
    let mut state = AppState::new(store, clock, gateway_client, seals, config)
        .with_limits(&limits)
        .with_webhook_secrets(gateway.webhook_secrets);
    state.app_files = app_files.map(Arc::new);

    let tasks = tasks::start(&state);
    let (end_admin, admin_end) = Shutdown::on_request();
    let admin_server = Server::new(admin_router(state.clone()), Limits::few_clients());
    let admin = tokio::spawn(admin_server.serve(admin, admin_end));
    tracing::info!(listen = %address, admin = %admin_address, gateway = gateway.url, "listening");
    serve_public(listener, &state, limits, shutdown).await;
    drop(tasks);
    end_gateway.send_replace(true);
    if let Some(running) = gateway.sandbox {
        let _ = tokio::time::timeout(GRACE, running).await;
    }
    // The metrics remain available until the last payment has ended.
    end_admin.send_replace(true);
    let _ = tokio::time::timeout(ADMIN_GRACE, admin).await;
    audit_trail::record_heads(&state, &mut HeadsRecorded::default()).await;
    state.store.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn serve_public(listener: TcpListener, state: &AppState, limits: Limits, shutdown: Shutdown) {
    let mut server = Server::new(router(state.clone()), limits);
    server.metrics = state.metrics.connections.clone();
    server.unlimited_peers.extend(state.config.proxies.trusted.iter().copied());
    let serving = server.serve(listener, shutdown.clone());
    let timeout = async {
        shutdown.requested().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = serving => {}
        () = timeout => {
            tracing::warn!("some requests did not finish in time; recovery completes their payments after a restart");
        }
    }
}

async fn seals(settings: &ServeSettings, store: &Store, clock: &Clock) -> Result<Seals, String> {
    let Some(text) = &settings.arguments.seal_keys else {
        return Seals::load_or_generate(store, clock.now()).await.map_err(|error| error.to_string());
    };
    let key = |part: &str| {
        let (id, secret) = part.trim().split_once(':')?;
        Some((id.to_owned(), URL_SAFE_NO_PAD.decode(secret.trim_end_matches('=')).ok()?))
    };
    let keys: Option<Vec<_>> = text.split(',').map(key).collect();
    let keys = keys.ok_or("TESTCLOUD_SEAL_KEYS is not ID:BASE64URL, separated by commas")?;
    Seals::new(keys).map_err(|error| format!("TESTCLOUD_SEAL_KEYS: {error}"))
}

/// The name of this deployment at the gateway, which is generated once.
pub(super) async fn deployment_id(store: &Store, clock: &Clock) -> Result<String, String> {
    let new = format!("{:012x}", Uuid::new_v4().as_u128() >> 80);
    let id = async {
        let mut transaction = store.begin().await?;
        let id = deployment::id_or_insert(&mut transaction, &new, clock.now()).await?;
        transaction.commit().await?;
        Ok::<_, StoreError>(id)
    };
    id.await.map_err(|error| error.to_string())
}

fn limits(settings: &ServeSettings) -> Limits {
    let max_connections = raise_file_limit(settings.arguments.max_connections);
    Limits {
        max_connections,
        max_connections_per_network: settings.arguments.max_connections_per_network,
        ..Limits::default().with_max_requests(settings.arguments.max_requests)
    }
}

pub(super) fn config(settings: &ServeSettings, listening: SocketAddr) -> Config {
    let arguments = &settings.arguments;
    Config {
        base_path: arguments.base_path.clone(),
        allowed_origins: settings.allowed_origins(listening),
        secure_origin: settings.secure_origin.clone(),
        proxies: settings.proxies(),
        audit_anchor: arguments.audit_anchor.clone(),
        serve_dist: arguments.serve_dist.clone(),
        gateway_timeout: arguments.gateway_timeout,
        recovery_interval: arguments.recovery_interval,
        contact: arguments.contact.clone(),
    }
}
