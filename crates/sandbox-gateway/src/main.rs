//! The sandbox gateway as a process of its own, which several backends can share.

mod arguments;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use arguments::{Arguments, parse};
use gateway::ApiSecret;
use http_server::{Limits, Proxies, listen, raise_file_limit};
use process::{Clock, Shutdown, logging};
use sandbox_gateway::{PortalOrigins, SANDBOX_SECRET, Sandbox, SandboxConfig};

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
    let secret = ApiSecret::from_environment(SANDBOX_SECRET)?.ok_or_else(|| {
        format!("{SANDBOX_SECRET} is not set: set the same random secret for this gateway and its backends")
    })?;
    let listener = listen(arguments.sandbox_listen, "--sandbox-listen").await?;
    // A sandbox has few clients, so a low limit of open files is no reason to refuse to start.
    let _ = raise_file_limit(Limits::default().max_connections);
    let portals = PortalOrigins::default();
    portals.add(&arguments.portal_origin);
    let config = SandboxConfig {
        log: arguments.sandbox_log,
        app_origins: arguments.app_origin,
        portals,
        public_origin: arguments.sandbox_public_origin,
        secret,
        proxies: Proxies {
            trusted: arguments.trusted_proxy,
            header: arguments.forwarded_header,
            required: false,
        },
        late_response: SandboxConfig::late_for(arguments.gateway_timeout),
        clock: Arc::new(arguments.clock.map_or_else(Clock::machine, Clock::starting_at)),
    };
    let sandbox = Sandbox::open(config).map_err(|error| error.to_string())?;
    tracing::info!(listen = %arguments.sandbox_listen, "the sandbox gateway is listening");
    sandbox.serve(listener, Shutdown::on_signal()?.requested()).await.map_err(|error| error.to_string())
}
