use std::future::Future;
use std::sync::{Arc, Mutex};

use http_server::{Limits, Server};
use process::Shutdown;
use tokio::net::TcpListener;

use crate::book::BookFile;
use crate::config::SandboxConfig;
use crate::control;
use crate::engine::Engine;
use crate::error::SandboxError;
use crate::faults::Faults;
use crate::in_flight::InFlight;
use crate::origins::Origins;
use crate::router::router;
use crate::session_expiry::expire_sessions;
use crate::shared_state::{SharedState, SharedStateParts};
use crate::webhook_sender::deliver;
use crate::webhooks::Deliveries;

/// A sandbox with an open, replayed book, ready to serve.
#[derive(Debug)]
pub struct Sandbox {
    config: SandboxConfig,
    engine: Engine,
}

impl Sandbox {
    /// Opens the book exclusively and replays it.
    ///
    /// # Errors
    /// When the book is in use, cannot be used, or is damaged.
    pub fn open(config: SandboxConfig) -> Result<Self, SandboxError> {
        let (book, entries) = BookFile::open(&config.book)?;
        let engine = Engine::replay(book, &entries)?;
        tracing::info!(entries = entries.len(), "the sandbox has replayed its book");
        Ok(Self { config, engine })
    }

    /// Serves the API and the hosted pages on `listener`, and the control calls on `control`, until `shutdown`. Then
    /// finishes the calls in progress. Calls that time out on purpose are aborted.
    ///
    /// # Errors
    /// When the public origin is malformed, or the listener is not loopback and no public origin is configured, or the
    /// control listener is not loopback, or a listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        control: Option<TcpListener>,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), SandboxError> {
        let origins = Origins::new(self.config.public_origin.as_deref(), listener.local_addr()?)?;
        if let Some(control) = &control {
            let address = control.local_addr()?;
            if !address.ip().is_loopback() {
                return Err(SandboxError::ControlNotLoopback(address));
            }
        }
        let (close, closing) = Shutdown::on_request();
        let deliveries = Deliveries::new(self.config.webhooks);
        deliveries.resume(self.engine.store());
        let state = SharedState(Arc::new(SharedStateParts {
            engine: Mutex::new(self.engine),
            origins,
            clock: self.config.clock,
            key: self.config.api_key,
            account: self.config.account,
            merchant: self.config.merchant,
            proxies: self.config.proxies,
            late_response: self.config.late_response,
            closing: closing.clone(),
            faults: Faults::default(),
            in_flight: InFlight::default(),
            deliveries,
        }));
        tokio::spawn(async move {
            shutdown.await;
            close.send_replace(true);
        });
        let webhooks = tokio::spawn(deliver(state.clone()));
        let expiry = tokio::spawn(expire_sessions(state.clone()));
        let proxies = state.0.proxies.trusted.clone();
        let control = control.map(|listener| {
            let server = Server::new(control::router(state.clone()), Limits::few_clients());
            tokio::spawn(server.serve(listener, closing.clone()))
        });
        let mut server = Server::new(router(state), Limits::default());
        server.unlimited_peers.extend(proxies);
        server.serve(listener, closing).await;
        if let Some(control) = control {
            let _ = control.await;
        }
        let _ = tokio::join!(webhooks, expiry);
        Ok(())
    }
}
