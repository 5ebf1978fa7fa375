//! The sandbox as a process of its own, which several backends can share.

mod arguments;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use arguments::{Arguments, parse};
use http_server::{Limits, Proxies, listen, raise_file_limit};
use process::{Clock, Shutdown, logging};
use sandbox_gateway::{API_KEY, ApiKey, Endpoint, Sandbox, SandboxConfig, WEBHOOK_SECRET, WebhookSecret};

fn main() -> ExitCode {
    let result = run();
    logging::flush();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(std::io::stderr().lock(), "sandbox-gateway: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let arguments = match parse(std::env::args_os())? {
        Ok(arguments) => arguments,
        Err(text) => {
            return write!(std::io::stdout().lock(), "{text}").map_err(|error| error.to_string());
        }
    };
    logging::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("the async runtime cannot be started: {error}"))?;
    runtime.block_on(serve(arguments))
}

async fn serve(arguments: Arguments) -> Result<(), String> {
    let config = config(&arguments)?;
    let listener = listen(arguments.sandbox_listen, "--sandbox-listen").await?;
    let control = match arguments.sandbox_control_listen {
        Some(address) => Some(listen(address, "--sandbox-control-listen").await?),
        None => None,
    };
    // A sandbox has few clients, so a low limit of open files is no reason to refuse to start.
    let _ = raise_file_limit(Limits::default().max_connections);
    let sandbox = Sandbox::open(config).map_err(|error| error.to_string())?;
    tracing::info!(listen = %arguments.sandbox_listen, "the sandbox is listening");
    let shutdown = Shutdown::on_signal()?.requested();
    sandbox.serve(listener, control, shutdown).await.map_err(|error| error.to_string())
}

fn config(arguments: &Arguments) -> Result<SandboxConfig, String> {
    let key = std::env::var(API_KEY).ok().ok_or_else(|| {
        format!("{API_KEY} is not set: set the same random test key for the sandbox and its backends")
    })?;
    let key = ApiKey::parse(&key)
        .ok_or_else(|| format!("{API_KEY} is not a test key: use sk_test_ and at least 16 random letters"))?;
    let secret = || {
        let secret = std::env::var(WEBHOOK_SECRET).ok().and_then(|text| WebhookSecret::parse(&text));
        secret.ok_or_else(|| {
            format!(
                "{WEBHOOK_SECRET} is not whsec_ and at least 16 random characters: --webhook-url requires it"
            )
        })
    };
    let mut webhooks = Vec::new();
    for url in &arguments.webhook_url {
        webhooks.push(Endpoint::new(url, secret()?).map_err(|error| error.to_string())?);
    }
    Ok(SandboxConfig {
        merchant: arguments.merchant.clone(),
        public_origin: arguments.sandbox_public_origin.clone(),
        proxies: Proxies {
            trusted: arguments.trusted_proxy.clone(),
            header: arguments.forwarded_header.clone(),
            required: false,
        },
        late_response: SandboxConfig::late_for(arguments.gateway_timeout),
        webhooks,
        clock: Arc::new(arguments.clock.map_or_else(Clock::machine, Clock::starting_at)),
        ..SandboxConfig::new(arguments.sandbox_log.clone(), key)
    })
}
