use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::shutdown::Shutdown;
use crate::cli::SandboxArguments;
use crate::clock::Clock;
use crate::gateway::ApiSecret;
use crate::gateway::sandbox::{Sandbox, SandboxConfig};
use crate::proxies::Proxies;
use crate::server::{Limits, raise_file_limit};

/// Runs `backend sandbox` until shutdown.
pub async fn alone(arguments: SandboxArguments) -> Result<(), String> {
    let secret = secret()?;
    let listener = listen(arguments.sandbox_listen, "--sandbox-listen").await?;
    // A sandbox has few clients, so a low limit of open files is no reason to refuse to start.
    let _ = raise_file_limit(Limits::default().max_connections);
    let config = SandboxConfig {
        log: arguments.sandbox_log,
        app_origins: arguments.app_origin,
        public_origin: arguments.sandbox_public_origin,
        secret,
        proxies: Proxies {
            trusted: arguments.trusted_proxy,
            header: arguments.forwarded_header,
            required: false,
        },
        late_answer: SandboxConfig::late_for(arguments.gateway_timeout),
        clock: Arc::new(arguments.clock.map_or_else(Clock::machine, Clock::starting_at)),
    };
    let sandbox = Sandbox::open(config).map_err(|error| error.to_string())?;
    tracing::info!(listen = %arguments.sandbox_listen, "the sandbox gateway is listening");
    sandbox.serve(listener, Shutdown::on_signal()?.requested()).await.map_err(|error| error.to_string())
}

/// The secret that a separate sandbox gateway shares with its backends.
pub fn secret() -> Result<ApiSecret, String> {
    let text = std::env::var("TESTCLOUD_SANDBOX_SECRET").unwrap_or_default();
    ApiSecret::parse(&text).ok_or_else(|| {
        "TESTCLOUD_SANDBOX_SECRET is not set to 16 to 255 visible ASCII characters without a repeated pattern: \
         set the same random secret for the sandbox and its backends"
            .to_owned()
    })
}

/// Binds a listener. The error names the option that changes the address.
pub async fn listen(address: SocketAddr, option: &str) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("{address} is in use by another program: stop it, or use another address with {option}")
        }
        _ => format!("cannot listen on {address}: {error}; use another address with {option}"),
    })
}
