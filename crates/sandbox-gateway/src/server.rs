use std::future::Future;
use std::sync::{Arc, Mutex};

use http_server::{Limits, Server};
use process::Shutdown;
use tokio::net::TcpListener;

use super::config::SandboxConfig;
use super::error::SandboxError;
use super::log::EventLog;
use super::origins::Origins;
use super::processor::Processor;
use super::web::{SharedState, SharedStateParts, router};

/// A sandbox gateway with an open, replayed log, ready to serve.
#[derive(Debug)]
pub struct Sandbox {
    config: SandboxConfig,
    processor: Processor,
}

impl Sandbox {
    /// Opens the log exclusively and replays it.
    ///
    /// # Errors
    /// When the log is in use, cannot be used, or is damaged.
    pub fn open(config: SandboxConfig) -> Result<Self, SandboxError> {
        let (log, events) = EventLog::open(&config.log)?;
        let processor = Processor::replay(log, &events)?;
        tracing::info!(events = events.len(), "the sandbox gateway has replayed its log");
        Ok(Self { config, processor })
    }

    /// Serves until `shutdown`, then finishes the calls in progress. Calls that time out on purpose are aborted.
    ///
    /// # Errors
    /// When an origin is malformed, or the listener is not loopback and no public origin is configured, or the listener
    /// fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), SandboxError> {
        let origins = Origins::new(
            &self.config.app_origins,
            self.config.portals,
            self.config.public_origin.as_deref(),
            listener.local_addr()?,
        )?;
        let (close, closing) = Shutdown::on_request();
        let state = SharedState(Arc::new(SharedStateParts {
            processor: Mutex::new(self.processor),
            origins,
            clock: self.config.clock,
            secret: self.config.secret,
            proxies: self.config.proxies,
            late_response: self.config.late_response,
            closing: closing.clone(),
        }));
        tokio::spawn(async move {
            shutdown.await;
            close.send_replace(true);
        });
        let proxies = state.0.proxies.trusted.clone();
        let mut server = Server::new(router(state), Limits::default());
        server.unlimited_peers.extend(proxies);
        server.serve(listener, closing).await;
        Ok(())
    }
}

/// Opens the log and serves the sandbox. See [`Sandbox`] for the separate steps.
///
/// # Errors
/// Those of [`Sandbox::open`] and [`Sandbox::serve`].
pub async fn serve(
    listener: TcpListener,
    config: SandboxConfig,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), SandboxError> {
    Sandbox::open(config)?.serve(listener, shutdown).await
}
