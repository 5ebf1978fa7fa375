use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use contract::paths::API_BASE;
use gateway::PaymentGateway;
use gateway::stripe::{ApiKey, StripeGateway, StripeOptions, Timeouts};
use http_server::listen;
use process::{Clock, Shutdown};
use sandbox_gateway::{ApiKey as SandboxKey, Endpoint, Sandbox, SandboxConfig, WebhookSecret};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::cli::{GatewaySettings, SandboxSettings, ServeSettings};
use crate::webhook_secrets::WebhookSecrets;

/// An open payment gateway.
pub struct OpenGateway {
    /// The client.
    pub client: Arc<dyn PaymentGateway>,
    /// The origin of its API.
    pub url: String,
    /// The signing secrets of its webhooks.
    pub webhook_secrets: WebhookSecrets,
    /// The sandbox gateway, if it runs in this process.
    pub sandbox: Option<JoinHandle<()>>,
}

/// The service that a sandbox gateway in this process belongs to.
pub struct Host<'a> {
    /// The clock of the service.
    pub clock: &'a Arc<Clock>,
    /// The address of the app.
    pub app: SocketAddr,
    /// The end of the requests that need the gateway.
    pub shutdown: Shutdown,
}

/// Opens the configured gateway. A service passes itself as the host of the sandbox gateway. A command has no host and
/// uses the gateway of the running service. `deployment` is the name of this deployment.
pub async fn open(
    settings: &ServeSettings,
    deployment: String,
    host: Option<Host<'_>>,
) -> Result<OpenGateway, String> {
    let secrets = settings.arguments.webhook_secrets.clone();
    match &settings.gateway {
        GatewaySettings::Sandbox(sandbox) => open_sandbox(sandbox, settings, deployment, secrets, host).await,
        GatewaySettings::Stripe { url, key } => {
            let is_serving = host.is_some();
            if is_serving && secrets.is_none() {
                return Err("STRIPE_WEBHOOK_SECRET is not set: create a webhook endpoint for this service at Stripe and \
                            set its signing secret"
                    .to_owned());
            }
            Ok(OpenGateway {
                client: client(url, key.clone(), deployment, settings)?,
                url: url.clone(),
                webhook_secrets: secrets.unwrap_or_default(),
                sandbox: None,
            })
        }
    }
}

async fn open_sandbox(
    sandbox: &SandboxSettings,
    settings: &ServeSettings,
    deployment: String,
    secrets: Option<WebhookSecrets>,
    host: Option<Host<'_>>,
) -> Result<OpenGateway, String> {
    let Some(host) = host else {
        let key = sandbox.key.clone().ok_or(
            "STRIPE_API_KEY is not set: start the service and its commands with the same test key, such as sk_test_ and 24 \
             random letters",
        )?;
        let url = format!("http://{}", sandbox.listen);
        let client = client(&url, key, deployment, settings)?;
        return Ok(OpenGateway { client, url, webhook_secrets: WebhookSecrets::default(), sandbox: None });
    };
    let key = sandbox.key.clone().map_or_else(generated_key, Ok)?;
    let secrets = secrets.unwrap_or_else(WebhookSecrets::generate);
    let listener = listen(sandbox.listen, "--sandbox-listen").await?;
    let control = match sandbox.control_listen {
        Some(address) => Some(listen(address, "--sandbox-control-listen").await?),
        None => None,
    };
    if let Some(address) = control.as_ref().and_then(|control| control.local_addr().ok()) {
        tracing::info!(control = %address, "the sandbox gateway is controlled at this address");
    }
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let config = SandboxConfig {
        public_origin: sandbox.public_origin.clone(),
        proxies: settings.proxies(),
        late_response: SandboxConfig::late_for(settings.arguments.gateway_timeout),
        webhooks: vec![webhook(settings, host.app, &secrets)?],
        clock: Arc::clone(host.clock),
        ..SandboxConfig::new(sandbox.log.clone(), sandbox_key(&key)?)
    };
    config.check(address).map_err(|error| error.to_string())?;
    let server = Sandbox::open(config).map_err(|error| error.to_string())?;
    let running = tokio::spawn(async move {
        if let Err(error) = server.serve(listener, control, host.shutdown.requested()).await {
            tracing::error!(%error, "the sandbox gateway has stopped");
        }
    });
    let url = format!("http://{address}");
    let client = client(&url, key, deployment, settings)?;
    Ok(OpenGateway { client, url, webhook_secrets: secrets, sandbox: Some(running) })
}

fn generated_key() -> Result<ApiKey, String> {
    ApiKey::parse(&format!("sk_test_{}", Uuid::new_v4().simple()))
}

fn sandbox_key(key: &ApiKey) -> Result<SandboxKey, String> {
    SandboxKey::parse(key.expose()).ok_or_else(|| {
        "STRIPE_API_KEY is too short or repeats a pattern: use sk_test_ and 24 random letters".to_owned()
    })
}

/// The webhook endpoint of this service.
fn webhook(settings: &ServeSettings, app: SocketAddr, secrets: &WebhookSecrets) -> Result<Endpoint, String> {
    let secret = secrets.expose().first().copied().and_then(WebhookSecret::parse);
    let secret = secret.ok_or("STRIPE_WEBHOOK_SECRET is not whsec_ and at least 16 random characters")?;
    // A service that listens on all addresses is reached at its own one.
    let host = if app.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { app.ip() };
    let address = SocketAddr::new(host, app.port());
    let url = format!("http://{address}{}{API_BASE}/gateway/events", settings.arguments.base_path);
    Endpoint::new(&url, secret).map_err(|error| error.to_string())
}

fn client(
    url: &str,
    key: ApiKey,
    deployment: String,
    settings: &ServeSettings,
) -> Result<Arc<dyn PaymentGateway>, String> {
    let limit = settings.arguments.gateway_timeout;
    let options = StripeOptions {
        base: url.to_owned(),
        key,
        deployment,
        timeouts: Timeouts { connect: limit.min(Duration::from_secs(5)), ..Timeouts::uniform(limit) },
    };
    let client =
        StripeGateway::new(options).map_err(|error| format!("the gateway cannot be used: {error}"))?;
    Ok(Arc::new(client))
}
