use std::net::SocketAddr;
use std::sync::Arc;

use gateway::{ApiSecret, Gateway, SandboxGateway};
use http_server::listen;
use process::{Clock, Shutdown};
use sandbox_gateway::{PortalOrigins, SANDBOX_SECRET, Sandbox, SandboxConfig};
use tokio::task::JoinHandle;

use crate::cli::{GatewaySettings, SandboxLocation, SandboxSettings, ServeSettings};

/// An open payment gateway.
pub struct PaymentGateway {
    /// The client.
    pub client: Arc<dyn Gateway>,
    /// The origin at which browsers reach the gateway's pages.
    pub origin: String,
    /// The sandbox gateway, if it runs in this process.
    pub sandbox: Option<JoinHandle<()>>,
}

/// The service that a sandbox gateway in this process belongs to.
pub struct Host<'a> {
    /// The clock of the service.
    pub clock: &'a Arc<Clock>,
    /// The address of the app.
    pub app: SocketAddr,
    /// The origins of the portals that embed the app.
    pub portals: PortalOrigins,
    /// The end of the requests that need the gateway.
    pub shutdown: Shutdown,
}

/// Opens the configured gateway. A service passes itself as the host of the sandbox gateway. A command has no host and
/// uses the gateway of the running service.
pub async fn open(settings: &ServeSettings, host: Option<Host<'_>>) -> Result<PaymentGateway, String> {
    match &settings.gateway {
        GatewaySettings::Sandbox(sandbox) => open_sandbox(sandbox, settings, host).await,
    }
}

async fn open_sandbox(
    sandbox: &SandboxSettings,
    settings: &ServeSettings,
    host: Option<Host<'_>>,
) -> Result<PaymentGateway, String> {
    let secret = ApiSecret::from_environment(SANDBOX_SECRET)?;
    let (base, secret, running) = match (&sandbox.location, host) {
        (SandboxLocation::ThisProcess { listen: address, log }, Some(host)) => {
            let secret = secret.unwrap_or_else(ApiSecret::generate);
            let listener = listen(*address, "--sandbox-listen").await?;
            let address = listener.local_addr().map_err(|error| error.to_string())?;
            let config = SandboxConfig {
                log: log.clone(),
                app_origins: settings.allowed_origins(host.app),
                portals: host.portals,
                public_origin: sandbox.public_origin.clone(),
                proxies: settings.proxies(),
                secret: secret.clone(),
                late_response: SandboxConfig::late_for(settings.arguments.gateway_timeout),
                clock: Arc::clone(host.clock),
            };
            config.check(address).map_err(|error| error.to_string())?;
            let server = Sandbox::open(config).map_err(|error| error.to_string())?;
            let running = tokio::spawn(async move {
                if let Err(error) = server.serve(listener, host.shutdown.requested()).await {
                    tracing::error!(%error, "the sandbox gateway has stopped");
                }
            });
            (format!("http://{address}"), secret, Some(running))
        }
        (SandboxLocation::ThisProcess { listen, .. }, None) => {
            (format!("http://{listen}"), secret.ok_or_else(secret_is_missing)?, None)
        }
        (SandboxLocation::OtherProcess(origin), _) => {
            (origin.clone(), secret.ok_or_else(secret_is_missing)?, None)
        }
    };
    let client = sandbox_client(&base, secret, settings)?;
    Ok(PaymentGateway { client, origin: sandbox.public_origin.clone().unwrap_or(base), sandbox: running })
}

fn sandbox_client(
    base: &str,
    secret: ApiSecret,
    settings: &ServeSettings,
) -> Result<Arc<dyn Gateway>, String> {
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
