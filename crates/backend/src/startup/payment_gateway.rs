use std::net::SocketAddr;
use std::sync::Arc;

use gateway::{ApiSecret, Gateway, SandboxGateway};
use http_server::listen;
use process::{Clock, Shutdown};
use sandbox_gateway::{SANDBOX_SECRET, Sandbox, SandboxConfig};
use tokio::task::JoinHandle;

use crate::cli::{SandboxLocation, ServeSettings};

/// The gateway of a running service.
pub struct RunningGateway {
    /// The client.
    pub client: Arc<dyn Gateway>,
    /// The origin at which browsers reach the gateway's pages.
    pub origin: String,
    /// The sandbox gateway, if it runs in this process.
    pub sandbox: Option<JoinHandle<()>>,
}

/// Connects to the configured gateway. Starts the sandbox gateway if it runs in this process.
pub async fn start(
    settings: &ServeSettings,
    clock: &Arc<Clock>,
    app: SocketAddr,
    shutdown: Shutdown,
) -> Result<RunningGateway, String> {
    let timeout = settings.arguments.gateway_timeout;
    let secret = ApiSecret::from_environment(SANDBOX_SECRET)?;
    let public_origin = settings.sandbox.public_origin.clone();
    let (base, secret, sandbox) = match &settings.sandbox.location {
        SandboxLocation::OtherProcess(origin) => {
            (origin.clone(), secret.ok_or_else(secret_is_missing)?, None)
        }
        SandboxLocation::ThisProcess { listen: address, log } => {
            let secret = secret.unwrap_or_else(ApiSecret::generate);
            let listener = listen(*address, "--sandbox-listen").await?;
            let address = listener.local_addr().map_err(|error| error.to_string())?;
            let config = SandboxConfig {
                log: log.clone(),
                app_origins: settings.allowed_origins(app),
                public_origin: public_origin.clone(),
                proxies: settings.proxies(),
                secret: secret.clone(),
                late_response: SandboxConfig::late_for(timeout),
                clock: Arc::clone(clock),
            };
            config.check(address).map_err(|error| error.to_string())?;
            let sandbox = Sandbox::open(config).map_err(|error| error.to_string())?;
            let running = tokio::spawn(async move {
                if let Err(error) = sandbox.serve(listener, shutdown.requested()).await {
                    tracing::error!(%error, "the sandbox gateway has stopped");
                }
            });
            (format!("http://{address}"), secret, Some(running))
        }
    };
    let client = client(&base, secret, settings)?;
    Ok(RunningGateway { client, origin: public_origin.unwrap_or(base), sandbox })
}

/// Connects to the gateway of another process that serves. Returns its address too.
pub fn connect(settings: &ServeSettings) -> Result<(Arc<dyn Gateway>, String), String> {
    let base = match &settings.sandbox.location {
        SandboxLocation::OtherProcess(origin) => origin.clone(),
        SandboxLocation::ThisProcess { listen, .. } => format!("http://{listen}"),
    };
    let secret = ApiSecret::from_environment(SANDBOX_SECRET)?.ok_or_else(secret_is_missing)?;
    Ok((client(&base, secret, settings)?, base))
}

fn client(base: &str, secret: ApiSecret, settings: &ServeSettings) -> Result<Arc<dyn Gateway>, String> {
    let client = SandboxGateway::new(base, secret, settings.arguments.gateway_timeout);
    let client =
        client.map_err(|_| format!("the sandbox gateway cannot be called at {base}: use an http address"))?;
    Ok(Arc::new(client))
}

fn secret_is_missing() -> String {
    format!(
        "{SANDBOX_SECRET} is not set: set the same random secret for the sandbox gateway, its backends and their \
         commands"
    )
}
